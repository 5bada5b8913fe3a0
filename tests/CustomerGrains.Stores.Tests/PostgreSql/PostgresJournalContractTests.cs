using CustomerGrains.Index.Journal;
using CustomerGrains.PostgresServers;
using CustomerGrains.Stores.PostgreSql;
using CustomerGrains.Stores.Tests.Contract;

namespace CustomerGrains.Stores.Tests.PostgreSql;

/// <summary>The contract on PostgreSQL: a real server, a database of its own for each test.</summary>
public sealed class PostgresJournalContractTests : JournalContract
{
    protected override async Task<IJournalFixture> OpenAsync()
    {
        var server = await PostgresServer.SharedAsync();
        var fixture = new Fixture(server, await server.CreateDatabaseAsync());
        await fixture.ReopenAsync();
        return fixture;
    }

    private sealed class Fixture(PostgresServer server, string connectionString) : IJournalFixture
    {
        private PostgresJournal? _journal;

        public IJournal Journal => _journal!;

        public ISourceStore Sources => _journal!;

        public ManualTime Time { get; } = new();

        public async Task ReopenAsync()
        {
            await CloseAsync();
            _journal = await PostgresJournal.OpenAsync(new PostgresStoreOptions { ConnectionString = connectionString }, Time);
        }

        public async ValueTask DisposeAsync()
        {
            await CloseAsync();
            await server.DropDatabaseAsync(connectionString);
        }

        private async Task CloseAsync()
        {
            if (_journal is { } journal)
            {
                await journal.DisposeAsync();
            }
        }
    }
}
