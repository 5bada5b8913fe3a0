using System.Net;
using CustomerGrains.PostgresServers;
using Npgsql;

namespace CustomerGrains.Cluster.Tests.Wires;

/// <summary>The wire strikes when it says, seen from both ends: a real client and a real database.</summary>
public sealed class DatabaseWireTests : IAsyncLifetime, IDisposable
{
    private DatabaseWire _wire = null!;
    private string _direct = "";
    private NpgsqlDataSource _database = null!;

    public async Task InitializeAsync()
    {
        _direct = await (await PostgresServer.SharedAsync()).CreateEmptyDatabaseAsync();
        var address = new NpgsqlConnectionStringBuilder(_direct);
        _wire = new DatabaseWire(new IPEndPoint(IPAddress.Loopback, address.Port));
        address.Port = _wire.Wire.Address.Port;
        address.Pooling = false;
        _database = NpgsqlDataSource.Create(address);
        await ExecuteAsync(_direct, "CREATE TABLE thing (name text PRIMARY KEY)");
    }

    public void Dispose() => _wire.Dispose();

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();

        await (await PostgresServer.SharedAsync()).DropDatabaseAsync(_direct);
    }

    [Fact]
    public async Task Nothing_is_cut_unless_it_is_asked_for()
    {
        await InsertAsync("a", inTransaction: true);
        await InsertAsync("b", inTransaction: false);
        Assert.Equal(["a", "b"], await NamesAsync());
    }

    [Fact]
    public async Task A_commit_that_is_cut_before_it_leaves_never_happened()
    {
        var struck = _wire.Strike.Arm(DatabaseMoment.BeforeCommit, skip: 0, count: 1);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => InsertAsync("a", inTransaction: true));
        Assert.True(struck.IsCompleted);
        Assert.Empty(await NamesAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_commit_whose_answer_is_cut_off_has_happened(bool inTransaction)
    {
        _ = _wire.Strike.Arm(DatabaseMoment.AfterCommit, skip: 0, count: 1);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => InsertAsync("a", inTransaction));
        Assert.Equal(1, _wire.Strike.Disarm());
        Assert.Equal(["a"], await NamesAsync());
        await InsertAsync("b", inTransaction);
    }

    [Fact]
    public async Task Only_the_call_that_is_meant_is_cut()
    {
        await using var connection = await _database.OpenConnectionAsync();
        _ = _wire.Strike.Arm(DatabaseMoment.BeforeCall, skip: 2, count: 1);
        Assert.Equal(1, await ReadOneAsync(connection));
        Assert.Equal(1, await ReadOneAsync(connection));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ReadOneAsync(connection));
        Assert.Equal(1, _wire.Strike.Disarm());
    }

    [Fact]
    public async Task What_is_held_arrives_when_the_gate_opens()
    {
        await using var connection = await _database.OpenConnectionAsync();
        _wire.Wire.Back.Shut();
        var read = ReadOneAsync(connection);
        Assert.False(read.IsCompleted);
        _wire.Wire.Back.Open();
        Assert.Equal(1, await read);
    }

    [Fact]
    public async Task Rows_of_any_length_come_through_unchanged()
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("SELECT repeat('x', n) FROM generate_series(0, 400000, 50000) n", connection);
        await using var rows = await command.ExecuteReaderAsync();
        var lengths = new List<int>();
        while (await rows.ReadAsync())
        {
            lengths.Add(rows.GetString(0).Length);
        }

        Assert.Equal(Enumerable.Range(0, 9).Select(n => n * 50_000), lengths);
    }

    private async Task InsertAsync(string name, bool inTransaction)
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var transaction = inTransaction ? await connection.BeginTransactionAsync() : null;
        await using var command = new NpgsqlCommand("INSERT INTO thing VALUES ($1)", connection) { Parameters = { new() { Value = name } } };
        await command.ExecuteNonQueryAsync();
        if (transaction is not null)
        {
            await transaction.CommitAsync();
        }
    }

    private static async Task<int> ReadOneAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT 1", connection);
        return (int)(await command.ExecuteScalarAsync())!;
    }

    private async Task<string[]> NamesAsync()
    {
        await using var connection = new NpgsqlConnection(_direct);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT coalesce(array_agg(name ORDER BY name), '{}') FROM thing", connection);
        return (string[])(await command.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(string to, string sql)
    {
        await using var connection = new NpgsqlConnection(to);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
