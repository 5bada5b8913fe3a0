namespace CustomerGrains.Cluster.Tests.Wires;

/// <summary>A moment of the conversation with the database.</summary>
internal enum DatabaseMoment
{
    /// <summary>A call is about to leave.</summary>
    BeforeCall,

    /// <summary>A COMMIT is about to leave.</summary>
    BeforeCommit,

    /// <summary>A COMMIT has just left.</summary>
    DuringCommit,

    /// <summary>The database has committed, and nobody has been told.</summary>
    AfterCommit,
}

/// <summary>When the connections over a wire to the database shall be cut. Shared by all connections of the wire; safe for concurrent use.</summary>
internal sealed class DatabaseStrike
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _done = new();
    private DatabaseMoment _moment;
    private int _skip;
    private int _left;
    private int _struck;

    /// <summary>Cuts connections at the next moments of a kind. A strike that is armed already is replaced.</summary>
    /// <param name="skip">How many of them pass before.</param>
    /// <param name="count">How many are struck.</param>
    /// <returns>Completes when all are.</returns>
    public Task Arm(DatabaseMoment moment, int skip, int count)
    {
        lock (_gate)
        {
            (_moment, _skip, _left, _struck) = (moment, skip, count, 0);
            _done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _done.Task;
        }
    }

    /// <summary>No more.</summary>
    /// <returns>How many were struck.</returns>
    public int Disarm()
    {
        lock (_gate)
        {
            _left = 0;
            return _struck;
        }
    }

    /// <summary>Such a moment may be near, so answers have to be kept back until it is known.</summary>
    public bool IsArmedFor(DatabaseMoment moment)
    {
        lock (_gate)
        {
            return _left > 0 && _moment == moment;
        }
    }

    /// <summary>The moment is there.</summary>
    /// <returns>The connection is to be cut.</returns>
    public bool Strikes(DatabaseMoment moment)
    {
        lock (_gate)
        {
            if (_left == 0 || _moment != moment || _skip-- > 0)
            {
                return false;
            }

            _struck++;
            if (--_left == 0)
            {
                _done.TrySetResult();
            }

            return true;
        }
    }
}
