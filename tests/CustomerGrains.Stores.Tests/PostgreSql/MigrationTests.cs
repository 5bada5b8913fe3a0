using CustomerGrains.PostgresServers;
using CustomerGrains.Stores.Migrations;
using CustomerGrains.Stores.PostgreSql;
using Npgsql;

namespace CustomerGrains.Stores.Tests.PostgreSql;

/// <summary>How schema steps are applied, with steps made up for it.</summary>
public sealed class MigrationTests : IAsyncLifetime
{
    private static readonly Migration s_one = new(1, "one", "CREATE TABLE one (value integer NOT NULL); INSERT INTO one VALUES (1)");
    private static readonly Migration s_two = new(2, "two", "ALTER TABLE one ADD COLUMN more text NOT NULL DEFAULT 'a;b'; INSERT INTO one (value) SELECT value + 1 FROM one");

    private PostgresServer _server = null!;
    private string _connection = null!;
    private NpgsqlDataSource _database = null!;

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.SharedAsync();
        _connection = await _server.CreateEmptyDatabaseAsync();
        _database = NpgsqlDataSource.Create(_connection);
    }

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        await _server.DropDatabaseAsync(_connection);
    }

    [Fact]
    public async Task Missing_steps_are_applied_in_order_and_once()
    {
        Assert.Equal([1], await ApplyAsync(s_one));
        Assert.Equal([2], await ApplyAsync(s_one, s_two));
        Assert.Empty(await ApplyAsync(s_one, s_two));
        Assert.Equal(3L, await ScalarAsync("SELECT sum(value) FROM one WHERE more = 'a;b'"));
        Assert.Equal("1 one,2 two", await ScalarAsync("SELECT string_agg(number || ' ' || name, ',' ORDER BY number) FROM schema_migration"));
    }

    [Fact]
    public async Task A_step_that_fails_leaves_nothing_behind_and_the_steps_before_it_stay()
    {
        await Assert.ThrowsAsync<PostgresException>(() => ApplyAsync(s_one, s_two, new Migration(3, "three", "CREATE TABLE three (value integer); INSERT INTO nowhere VALUES (1)")));
        Assert.Equal("1,2", await ScalarAsync("SELECT string_agg(number::text, ',' ORDER BY number) FROM schema_migration"));
        Assert.Equal(false, await ScalarAsync("SELECT to_regclass('three') IS NOT NULL"));
    }

    [Fact]
    public async Task Of_many_that_migrate_at_once_each_step_is_applied_by_one()
    {
        var applied = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => ApplyAsync(s_one, s_two)));
        Assert.Equal([1, 2], applied.SelectMany(numbers => numbers).Order());
        Assert.Equal(3L, await ScalarAsync("SELECT sum(value) FROM one"));
    }

    [Fact]
    public async Task A_step_that_was_changed_by_hand_is_refused()
    {
        await ApplyAsync(s_one);
        var error = await Assert.ThrowsAsync<StoreFormatException>(() => ApplyAsync(s_one with { Sql = s_one.Sql + " " }, s_two));
        Assert.Contains("changed by hand", error.Message, StringComparison.Ordinal);
        Assert.Equal(1L, await ScalarAsync("SELECT count(*) FROM schema_migration"));
    }

    [Fact]
    public async Task A_database_of_a_newer_build_is_refused()
    {
        await ApplyAsync(s_one, s_two);
        var error = await Assert.ThrowsAsync<StoreFormatException>(() => ApplyAsync(s_one));
        Assert.Contains("newer version", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_ends_of_a_checkout_do_not_count()
    {
        await ApplyAsync(s_one with { Sql = "SELECT 1;\nSELECT 2" });
        Assert.Empty(await ApplyAsync(s_one with { Sql = "SELECT 1;\r\nSELECT 2" }));
    }

    private async Task<IEnumerable<int>> ApplyAsync(params Migration[] migrations) =>
        (await PostgresMigrations.ApplyAsync(_database, TimeProvider.System, migrations, CancellationToken.None)).Select(step => step.Number);

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
