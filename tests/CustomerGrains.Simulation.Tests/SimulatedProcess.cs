using CustomerGrains.Index;
using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;

namespace CustomerGrains.Simulation.Tests;

/// <summary>One of the processes that work on the journal: killed and started again, with caches and grains of its own each time.</summary>
/// <param name="options">Its settings, which may be others than those of the next one.</param>
/// <param name="upgradeAfter">Steps after which its build is replaced by this one; 0: it is this one from the start.</param>
/// <param name="share">What it takes up of what others left.</param>
internal sealed class SimulatedProcess(IndexOptions options, int upgradeAfter, ISweepShare share)
{
    private TaskCompletionSource _killed = new();
    private CustomerIndex? _index;

    public IndexOptions Options => options;

    /// <summary>Everything goes on at once on the one thread of the simulation.</summary>
    public HostPorts Ports { get; } = new() { ContinuesInPlace = true, Sweep = share };

    public int UpgradeAfter => upgradeAfter;

    /// <summary>It is of this build, not of an older one, which reads records otherwise.</summary>
    public bool IsUpgraded { get; set; } = upgradeAfter == 0;

    /// <summary>Its number in the loop; 0 before the first start.</summary>
    public int Number { get; private set; }

    public CustomerIndex Index => _index!;

    /// <summary>Where its grains are; null before the first start and while it starts.</summary>
    public FaultyHost? Host { get; private set; }

    /// <summary>Ends when the process as it is now is no more.</summary>
    public Task Killed => _killed.Task;

    /// <summary>It runs again, and whoever waited for an answer of the former one learns that it is gone.</summary>
    public void Started(int number, CustomerIndex index, FaultyHost host)
    {
        var (killed, former) = (_killed, Host);
        (Number, _index, Host, _killed) = (number, index, host, new TaskCompletionSource());
        former?.Kill();
        killed.SetResult();
    }
}

/// <summary>Every second record is one process's, the others are the other's.</summary>
internal sealed class HalfSweep(bool isOdd) : ISweepShare
{
    public TimeSpan SettleTime => TimeSpan.Zero;

    public bool IsMine(RecordNo record) => long.IsOddInteger(record.Value) == isOdd;
}
