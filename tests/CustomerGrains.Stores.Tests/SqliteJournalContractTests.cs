using CustomerGrains.Index.Journal;
using CustomerGrains.Stores.Sqlite;
using CustomerGrains.Stores.Tests.Contract;

namespace CustomerGrains.Stores.Tests;

/// <summary>The contract on the embedded store: a file, the writer thread, readers beside it.</summary>
public sealed class SqliteJournalContractTests : JournalContract
{
    protected override Task<IJournalFixture> OpenAsync() => Task.FromResult<IJournalFixture>(new Fixture());

    private sealed class Fixture : IJournalFixture
    {
        private readonly TemporaryFolder _folder = new();
        private SqliteJournal _journal;

        public Fixture() => _journal = SqliteJournal.Open(_folder.Path, time: Time);

        public IJournal Journal => _journal;

        public ISourceStore Sources => _journal;

        public ManualTime Time { get; } = new();

        public async Task ReopenAsync()
        {
            await _journal.DisposeAsync();
            _journal = SqliteJournal.Open(_folder.Path, time: Time);
        }

        public async ValueTask DisposeAsync()
        {
            await _journal.DisposeAsync();
            _folder.Dispose();
        }
    }
}
