using System.Diagnostics;

namespace CustomerGrains.Local;

/// <summary>Lets one call at a time into a grain, in the order of arrival.</summary>
/// <remarks>A free grain is entered without allocating or leaving the caller's thread. Those who wait go on elsewhere than on the thread that leaves, so that a long queue
/// builds no deep stack.</remarks>
internal sealed class TurnQueue
{
    private readonly Lock _gate = new();
    private Queue<TaskCompletionSource<bool>>? _waiting;
    private bool _isTaken;
    private bool _isClosed;

    /// <summary>Waits for the turn.</summary>
    /// <returns>False when the grain was dropped; ask for it anew.</returns>
    public ValueTask<bool> EnterAsync()
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return ValueTask.FromResult(false);
            }

            if (!_isTaken)
            {
                _isTaken = true;
                return ValueTask.FromResult(true);
            }

            var turn = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            (_waiting ??= new Queue<TaskCompletionSource<bool>>()).Enqueue(turn);
            return new ValueTask<bool>(turn.Task);
        }
    }

    /// <summary>Ends the turn; the next in line has it now.</summary>
    public void Leave()
    {
        TaskCompletionSource<bool>? next = null;
        lock (_gate)
        {
            Debug.Assert(_isTaken, "Left without having entered.");
            if (_waiting is null || !_waiting.TryDequeue(out next))
            {
                _isTaken = false;
            }
        }

        next?.SetResult(true);
    }

    /// <summary>Closes the queue when nobody is in it.</summary>
    public bool TryClose()
    {
        lock (_gate)
        {
            if (_isTaken || _isClosed)
            {
                return false;
            }

            _isClosed = true;
            return true;
        }
    }
}
