using System.Diagnostics;
using CustomerGrains.PostgresServers;
using Npgsql;

namespace CustomerGrains.Stores.Tests.PostgreSql;

/// <summary>The server that other tests rest on does what they rely on.</summary>
public sealed class PostgresServerTests
{
    [Fact]
    public async Task What_was_committed_is_there_after_a_stop_and_after_a_kill_on_the_same_port()
    {
        await using var server = await PostgresServer.StartAsync();
        var connection = await server.CreateEmptyDatabaseAsync();
        await ExecuteAsync(connection, "CREATE TABLE kept (value integer); INSERT INTO kept VALUES (1)");
        var (port, pid) = (server.Port, server.Pid);

        await server.StopAsync(StopMode.Fast);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ExecuteAsync(connection, "SELECT 1"));
        await server.StartAgainAsync();
        await ExecuteAsync(connection, "INSERT INTO kept VALUES (2)");

        await server.KillAsync();
        await server.StartAgainAsync();
        Assert.Equal(port, server.Port);
        Assert.NotEqual(pid, server.Pid);
        Assert.Equal(3L, await ExecuteAsync(connection, "SELECT sum(value) FROM kept"));
    }

    [Fact]
    public async Task A_database_is_fresh_has_the_schema_and_belongs_to_a_role_that_is_no_superuser()
    {
        var server = await PostgresServer.SharedAsync();
        var one = await server.CreateDatabaseAsync();
        var two = await server.CreateDatabaseAsync();
        await ExecuteAsync(one, "CREATE TABLE mine (value integer)");
        Assert.Equal(false, await ExecuteAsync(two, "SELECT to_regclass('mine') IS NOT NULL"));
        Assert.Equal(false, await ExecuteAsync(two, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"));
        Assert.Equal("UTF8", await ExecuteAsync(two, "SHOW server_encoding"));
        Assert.Equal("on", await ExecuteAsync(two, "SHOW fsync"));

        // Not the order of bytes.
        Assert.Equal(true, await ExecuteAsync(two, "SELECT 'a' < 'B'"));
        await server.DropDatabaseAsync(one);
        await server.DropDatabaseAsync(two);
    }

    [Fact]
    public async Task Disposing_leaves_neither_a_process_nor_a_folder()
    {
        var server = await PostgresServer.StartAsync();
        var folder = (string)(await ExecuteAsync(server.ConnectionString, "SHOW data_directory"))!;
        using var postmaster = Process.GetProcessById(server.Pid);
        await server.DisposeAsync();
        await postmaster.WaitForExitAsync();
        Assert.False(Directory.Exists(Path.GetDirectoryName(folder)));
    }

    private static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        // A pool would hand out connections to a server that is gone.
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
