using System.Globalization;
using CustomerGrains.Stores.Migrations;
using Npgsql;
using NpgsqlTypes;

namespace CustomerGrains.Stores.PostgreSql;

/// <summary>Brings a PostgreSQL database to the schema of this build, forward only. Run as a job of its own (<c>cgrains migrate</c>); a server only asks whether it was.</summary>
/// <remarks>Applied steps stand in table <c>schema_migration</c> with a checksum of their script. Each step is one transaction together with its row, under an advisory lock: of several
/// that migrate at once one applies and the others find it done, and a step that fails leaves nothing behind. Tables are made in the first schema of the connection's search path.</remarks>
public static class PostgresMigrations
{
    /// <summary>Oldest server this schema works on: it needs unique indexes that take nulls as equal.</summary>
    public const int ServerMajorMin = 15;

    /// <summary>Names the advisory lock ("cgmigrat" in ASCII); other programs' locks in the same database are other numbers.</summary>
    private const long LockKey = 0x6367_6D69_6772_6174;

    private const string CreateTable = """
        CREATE TABLE IF NOT EXISTS schema_migration (
            number     integer     PRIMARY KEY,
            name       text        NOT NULL,
            checksum   text        NOT NULL,
            applied_at timestamptz NOT NULL)
        """;

    internal static IReadOnlyList<Migration> All { get; } = Migration.Load("PostgreSql");

    /// <summary>Applies what is missing.</summary>
    /// <returns>The steps that were applied by this call, in order; none when the database was current.</returns>
    /// <exception cref="StoreFormatException">The server is too old or the database not in UTF-8; the database is of a newer build, or an applied step is not what this build has.</exception>
    /// <exception cref="NpgsqlException">The database cannot be reached, or a step failed; the steps before it stay applied.</exception>
    public static Task<IReadOnlyList<MigrationStep>> ApplyAsync(NpgsqlDataSource database, TimeProvider time, CancellationToken cancellationToken = default) =>
        ApplyAsync(database, time, All, cancellationToken);

    /// <summary>Says which steps are applied. Writes nothing.</summary>
    /// <exception cref="StoreFormatException">The database is of a newer build, or an applied step is not what this build has.</exception>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public static async Task<MigrationStatus> StatusAsync(NpgsqlDataSource database, CancellationToken cancellationToken = default)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var applied = await ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            AppliedSteps.Check(applied.Select(step => step.Step), All);
            return new MigrationStatus([.. All.Select((step, index) => new MigrationStep(step.Number, step.Name, index < applied.Count ? applied[index].At : null))]);
        }
    }

    /// <summary>What a server asks before it uses a database: nothing may be missing. Writes nothing.</summary>
    /// <exception cref="StoreFormatException">A step is missing, the database is of a newer build, or an applied step is not what this build has. The text says what to do.</exception>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public static async Task EnsureCurrentAsync(NpgsqlDataSource database, CancellationToken cancellationToken = default)
    {
        var status = await StatusAsync(database, cancellationToken).ConfigureAwait(false);
        if (!status.IsCurrent)
        {
            var applied = status.Steps.Count - status.Missing.Count;
            throw new StoreFormatException(applied == 0
                ? "The database has no CustomerGrains schema yet. Run 'cgrains migrate' on it first."
                : string.Create(CultureInfo.InvariantCulture, $"The database has {applied} of {status.Steps.Count} schema steps of this version. Run 'cgrains migrate' on it first."));
        }
    }

    /// <summary>The statements of a step of this build.</summary>
    public static string StatementsOf(int number) => All[number - 1].Sql;

    internal static async Task<IReadOnlyList<MigrationStep>> ApplyAsync(
        NpgsqlDataSource database, TimeProvider time, IReadOnlyList<Migration> migrations, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await CheckServerAsync(connection, cancellationToken).ConfigureAwait(false);
            var done = new List<MigrationStep>();
            while (await ApplyNextAsync(connection, time, migrations, cancellationToken).ConfigureAwait(false) is { } step)
            {
                done.Add(step);
            }

            return done;
        }
    }

    /// <summary>Applies the first step that is missing.</summary>
    /// <returns>Null: none was.</returns>
    private static async Task<MigrationStep?> ApplyNextAsync(NpgsqlConnection connection, TimeProvider time, IReadOnlyList<Migration> migrations, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            // Waits for whoever migrates; what it did is seen by the statements that follow.
            await RunAsync(connection, string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({LockKey})"), cancellationToken).ConfigureAwait(false);
            var applied = AppliedSteps.Check((await ReadAsync(connection, cancellationToken).ConfigureAwait(false)).Select(step => step.Step), migrations);
            if (applied == migrations.Count)
            {
                return null;
            }

            var migration = migrations[applied];
            var at = time.GetUtcNow();
            await RunAsync(connection, CreateTable, cancellationToken).ConfigureAwait(false);
            await RunAsync(connection, migration.Sql, cancellationToken).ConfigureAwait(false);
            var insert = new NpgsqlCommand("INSERT INTO schema_migration (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)", connection)
            {
                Parameters =
                {
                    new() { Value = migration.Number },
                    new() { Value = migration.Name },
                    new() { Value = migration.Checksum },
                    new() { Value = at, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                },
            };
            await using (insert.ConfigureAwait(false))
            {
                await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return new MigrationStep(migration.Number, migration.Name, at);
        }
    }

    private static async Task CheckServerAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (connection.PostgreSqlVersion.Major < ServerMajorMin)
        {
            throw new StoreFormatException(
                string.Create(CultureInfo.InvariantCulture, $"The server is PostgreSQL {connection.PostgreSqlVersion.Major}; {ServerMajorMin} or later is needed."));
        }

        var ask = new NpgsqlCommand("SHOW server_encoding", connection);
        await using (ask.ConfigureAwait(false))
        {
            var encoding = (string?)await ask.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
            if (encoding != "UTF8")
            {
                throw new StoreFormatException($"The database is encoded in {encoding}; it must be UTF8.");
            }
        }
    }

    private static async Task<IReadOnlyList<(AppliedStep Step, DateTimeOffset At)>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var exists = new NpgsqlCommand("SELECT to_regclass('schema_migration') IS NOT NULL", connection);
        await using (exists.ConfigureAwait(false))
        {
            if (await exists.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not true)
            {
                return [];
            }
        }

        var select = new NpgsqlCommand("SELECT number, name, checksum, applied_at FROM schema_migration ORDER BY number", connection);
        await using (select.ConfigureAwait(false))
        {
            var rows = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (rows.ConfigureAwait(false))
            {
                var applied = new List<(AppliedStep, DateTimeOffset)>();
                while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    applied.Add((new AppliedStep(rows.GetInt32(0), rows.GetString(1), rows.GetString(2)), rows.GetFieldValue<DateTimeOffset>(3)));
                }

                return applied;
            }
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        // A step may take as long as it needs: an index over many records is no failure.
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
