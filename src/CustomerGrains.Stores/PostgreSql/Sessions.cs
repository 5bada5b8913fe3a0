using System.Globalization;
using Npgsql;

namespace CustomerGrains.Stores.PostgreSql;

/// <summary>How connections are made: those that read, and the one that writes.</summary>
internal static class Sessions
{
    public static NpgsqlDataSource ForReading(PostgresStoreOptions options) => Build(
        options,
        options.ReadConnectionsMax,
        string.Create(CultureInfo.InvariantCulture, $"SET default_transaction_read_only = on; SET statement_timeout = {options.CommandSecondsMax * 1000};"));

    /// <remarks>A process that stops in the middle of a batch, or is stopped, must not hold the others up: the database ends its session and takes the batch back.</remarks>
    public static NpgsqlDataSource ForWriting(PostgresStoreOptions options) => Build(
        options,
        1,
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            SELECT set_config('synchronous_commit', CASE WHEN {(options.SynchronousCommit ? "false" : "true")} THEN 'off' WHEN current_setting('synchronous_commit') = 'remote_apply' THEN 'remote_apply' ELSE 'on' END, false);
            SET idle_in_transaction_session_timeout = {options.LockSecondsMax * 500};
            SET lock_timeout = {options.LockSecondsMax * 1000};
            SET statement_timeout = {options.CommandSecondsMax * 1000};
            """));

    private static NpgsqlDataSource Build(PostgresStoreOptions options, int connectionsMax, string settings)
    {
        var connection = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            Timeout = options.ConnectSecondsMax,
            CommandTimeout = options.CommandSecondsMax,
            MaxPoolSize = connectionsMax,
            MinPoolSize = 0,
            KeepAlive = 0,
            TcpKeepAlive = true,

            // Whatever the connection string says: every read would make a session of its own.
            Pooling = true,

            // Sessions are set up once and nobody else uses them, so nothing is to be reset between two uses.
            NoResetOnClose = true,
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            IncludeErrorDetail = false,
        };
        connection.ApplicationName ??= "CustomerGrains";
        var builder = new NpgsqlDataSourceBuilder(connection.ConnectionString);

        // Every statement of this store finds its rows by an index. The planner is told so, because statements are planned while tables are small and used when they are large.
        var setUp = settings + "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET plan_cache_mode = force_generic_plan; SET jit = off";
        builder.UsePhysicalConnectionInitializer(
            opened =>
            {
                using var command = new NpgsqlCommand(setUp, opened);
                command.ExecuteNonQuery();
            },
            async opened =>
            {
                var command = new NpgsqlCommand(setUp, opened);
                await using (command.ConfigureAwait(false))
                {
                    await command.ExecuteNonQueryAsync().ConfigureAwait(false);
                }
            });
        return builder.Build();
    }
}
