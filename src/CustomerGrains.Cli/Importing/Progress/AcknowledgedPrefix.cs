namespace CustomerGrains.Cli.Importing.Progress;

/// <summary>Knows up to which line everything is settled, while answers come in any order.</summary>
/// <param name="line">Line to start from: everything up to it is settled.</param>
internal sealed class AcknowledgedPrefix(long line)
{
    private readonly Queue<Pending> _pending = new();
    private readonly Lock _gate = new();

    /// <summary>Everything at or before this line is settled.</summary>
    public long Line { get; private set; } = line;

    /// <summary>Something of a line is under way. Lines come in order.</summary>
    public Pending Begin(long line)
    {
        var pending = new Pending(line);
        lock (_gate)
        {
            _pending.Enqueue(pending);
        }

        return pending;
    }

    /// <summary>It is settled: acknowledged, or rejected and written down.</summary>
    public void Settle(Pending pending)
    {
        lock (_gate)
        {
            pending.IsSettled = true;
            while (_pending.TryPeek(out var first) && first.IsSettled)
            {
                Line = _pending.Dequeue().Line;
            }
        }
    }

    /// <summary>A line under way.</summary>
    internal sealed class Pending(long line)
    {
        public long Line { get; } = line;

        public bool IsSettled { get; set; }
    }
}
