using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.Tests.Contract;

/// <summary>A store under the contract.</summary>
public interface IJournalFixture : IAsyncDisposable
{
    IJournal Journal { get; }

    ISourceStore Sources { get; }

    /// <summary>Time of the journal; set by the tests.</summary>
    ManualTime Time { get; }

    /// <summary>Closes the store and opens it anew, so that everything kept in memory is rebuilt.</summary>
    Task ReopenAsync();
}

/// <summary>A clock that moves when told.</summary>
public sealed class ManualTime : TimeProvider
{
    private DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
