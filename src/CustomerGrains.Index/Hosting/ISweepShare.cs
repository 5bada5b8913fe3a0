using CustomerGrains.Index.Journal;

namespace CustomerGrains.Index.Hosting;

/// <summary>Which unresolved work this process takes up, where several processes work on one journal.</summary>
/// <remarks>Saves work and lost commits only: what two processes take up is resolved once, and what none takes up now is taken up in a later round.</remarks>
public interface ISweepShare
{
    /// <summary>How long work is left alone before it counts as cut off, because another process may be at it this moment. Zero where there is no other.</summary>
    TimeSpan SettleTime { get; }

    /// <summary>Work on this record, or on the component it owns, is this process's.</summary>
    bool IsMine(RecordNo record);
}

/// <summary>The only process: takes up everything at once.</summary>
public sealed class WholeSweep : ISweepShare
{
    /// <summary>The one.</summary>
    public static WholeSweep Instance { get; } = new();

    /// <inheritdoc/>
    public TimeSpan SettleTime => TimeSpan.Zero;

    /// <inheritdoc/>
    public bool IsMine(RecordNo record) => true;
}
