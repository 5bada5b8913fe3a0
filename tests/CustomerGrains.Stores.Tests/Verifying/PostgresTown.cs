using CustomerGrains.PostgresServers;
using CustomerGrains.Stores.PostgreSql;
using Npgsql;

namespace CustomerGrains.Stores.Tests.Verifying;

/// <summary>The same town in a database, to be copied.</summary>
public sealed class PostgresTown : IAsyncLifetime
{
    public PostgresServer Server { get; private set; } = null!;

    public string Connection { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await PostgresServer.SharedAsync();
        Connection = await Server.CreateDatabaseAsync();
        await using var journal = await PostgresJournal.OpenAsync(new PostgresStoreOptions { ConnectionString = Connection });
        await SmallTown.FillAsync(journal, journal);
    }

    public Task DisposeAsync() => Server.DropDatabaseAsync(Connection);

    /// <summary>Does something to a copy.</summary>
    /// <returns>What <paramref name="look"/> found in it.</returns>
    public async Task<T> InCopyAsync<T>(string sql, Func<string, Task<T>> look)
    {
        var copy = await Server.CopyDatabaseAsync(Connection);
        try
        {
            await using (var connection = new NpgsqlConnection(copy + ";Pooling=false"))
            {
                await connection.OpenAsync();
                await using var command = new NpgsqlCommand(sql, connection);
                Assert.True(sql.Length == 0 || await command.ExecuteNonQueryAsync() > 0, "The corruption changed nothing.");
            }

            return await look(copy);
        }
        finally
        {
            await Server.DropDatabaseAsync(copy);
        }
    }
}
