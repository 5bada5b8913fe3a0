namespace CustomerGrains.Simulation.Tests;

/// <summary>The only thread of a simulation: whatever waits is an event here, and which goes next is the seed's choice.</summary>
/// <remarks>Everything awaited is completed from here, in place, so continuations run on this thread and in this order; a run is a function of its seed. An event belongs to a
/// process or to the world outside; a crash throws away those of the process.</remarks>
public sealed class SimulatedLoop(Random random)
{
    private readonly List<Event> _events = [];
    private readonly HashSet<int> _running = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private int _started;

    public Random Random { get; } = random;

    public long Steps { get; private set; }

    /// <summary>Waits for its turn among everything else that waits.</summary>
    /// <param name="process">Whom it belongs to; 0 for the world outside.</param>
    /// <param name="lastWish">What may still happen at once when the process crashes while this waits: a write that was on its way.</param>
    public Task HopAsync(int process, Action? lastWish = null)
    {
        var hop = new TaskCompletionSource();
        if (process == 0 || _running.Contains(process))
        {
            _events.Add(new Event(process, hop, lastWish));
        }

        return hop.Task;
    }

    /// <summary>Starts a process.</summary>
    /// <returns>Its number.</returns>
    public int Start()
    {
        _running.Add(++_started);
        return _started;
    }

    /// <summary>A process is gone, and what waits in it never happens, except writes that had left it.</summary>
    public void Crash(int process)
    {
        var lost = _events.Where(waiting => waiting.Process == process).ToList();
        _events.RemoveAll(waiting => waiting.Process == process);
        _running.Remove(process);
        foreach (var waiting in lost)
        {
            if (waiting.LastWish is { } wish && Random.Next(2) == 0)
            {
                wish();
            }
        }
    }

    /// <summary>Lets one thing happen.</summary>
    /// <returns>False when nothing waits.</returns>
    public bool Step()
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException("The simulation left its thread: something awaits what the loop does not know.");
        }

        if (_events.Count == 0)
        {
            return false;
        }

        var chosen = Random.Next(_events.Count);
        var next = _events[chosen];
        _events[chosen] = _events[^1];
        _events.RemoveAt(_events.Count - 1);
        Steps++;
        next.Hop.SetResult();
        return true;
    }

    private sealed record Event(int Process, TaskCompletionSource Hop, Action? LastWish);
}
