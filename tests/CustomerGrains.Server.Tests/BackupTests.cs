using System.Collections.Concurrent;
using System.Diagnostics;
using CustomerGrains.Client;
using CustomerGrains.PostgresServers;
using CustomerGrains.Server.Tests.Running;
using CustomerGrains.Stores.Verifying;
using CustomerGrains.V1;
using Npgsql;

namespace CustomerGrains.Server.Tests;

/// <summary>The drill: the scripts of <c>deploy/postgres</c>, run on a database that is being loaded.</summary>
public sealed class BackupTests : IDisposable
{
    /// <summary>People acknowledged when the backup begins; and people sent after it ended.</summary>
    private const int Before = 80, After = 80;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);
    private static readonly string[] s_sources = ["housing", "benefits", "registrars"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cgrains-backup-");

    private string BackupFile => Path.Combine(_folder.FullName, "customergrains.backup");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Goal: a backup made while records stream in is a whole store of one moment, on which sources go on by sending again. Method: the backup begins when some are acknowledged and ends
    /// before the last is sent; the restored database is verified, served, sent everything again and compared with the one that went on.</summary>
    [Fact]
    public async Task A_backup_made_while_loading_restores_to_a_clean_store_that_takes_resends()
    {
        var database = await PostgresServer.SharedAsync();
        var original = await database.CreateDatabaseAsync();
        var (acknowledgedBefore, people) = await LoadWhileBackingUpAsync(original);
        var restored = await database.CreateEmptyDatabaseAsync();
        var (code, said) = await RunAsync("restore.sh", restored, BackupFile);
        Assert.True(code == 0, said);

        var atMoment = StoreVerifier.VerifyPostgres(restored);
        Assert.Empty(atMoment.Findings);
        Assert.Equal(0, atMoment.Assertions);
        var live = await LiveRecordsAsync(restored);
        Assert.Empty(acknowledgedBefore.Except(live));
        Assert.InRange(live.Count, acknowledgedBefore.Length, (people * s_sources.Length) - 1);
        var lastRestored = await ScalarAsync(restored, "SELECT max(record_no) FROM record");
        var lastGivenOut = await ScalarAsync(original, "SELECT max(record_no) FROM record");
        Assert.True(lastGivenOut > lastRestored);

        await using (var server = await RunningServer.StartAsync(options => options.Postgres = restored))
        {
            // What was under way at the moment is resolved by the server itself; then the partition is compared with one computed from the restored records alone.
            Assert.Equal(live.Count, (await SettledAsync(restored)).LiveRecords);
            var totals = await LoadAsync(server.Client, person => person < people, answer => Assert.Null(answer.Error));
            Assert.Equal(people * s_sources.Length, totals.Acknowledged);
            Assert.Equal(live.Count, totals.Of(Effect.Unchanged));
        }

        var expected = StoreVerifier.VerifyPostgres(original);
        var again = await SettledAsync(restored);
        Assert.Equal((expected.LiveRecords, expected.PartitionHash), (again.LiveRecords, again.PartitionHash));

        // No number the original has given out since the backup comes to mean another record or customer.
        Assert.Equal(0, await ScalarAsync(restored, FormattableString.Invariant($"SELECT count(*) FROM record WHERE record_no > {lastRestored} AND record_no <= {lastGivenOut}")));
        await database.DropDatabaseAsync(original);
        await database.DropDatabaseAsync(restored);
    }

    [Fact]
    public async Task A_backup_is_never_overwritten_nor_restored_over_anything_and_nobody_else_may_read_it()
    {
        var database = await PostgresServer.SharedAsync();
        var connection = await database.CreateDatabaseAsync();
        Assert.Equal(0, (await RunAsync("backup.sh", connection, BackupFile)).Code);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(BackupFile) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        var bytes = await File.ReadAllBytesAsync(BackupFile);
        var (code, said) = await RunAsync("backup.sh", connection, BackupFile);
        Assert.Equal(2, code);
        Assert.Contains("never overwritten", said, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(BackupFile));

        (code, said) = await RunAsync("restore.sh", connection, BackupFile);
        Assert.Equal(2, code);
        Assert.Contains("is not empty", said, StringComparison.Ordinal);
        await database.DropDatabaseAsync(connection);
    }

    [Fact]
    public async Task A_damaged_backup_restores_to_nothing()
    {
        var database = await PostgresServer.SharedAsync();
        var connection = await database.CreateDatabaseAsync();
        Assert.Equal(0, (await RunAsync("backup.sh", connection, BackupFile)).Code);
        var bytes = await File.ReadAllBytesAsync(BackupFile);
        await File.WriteAllBytesAsync(BackupFile, bytes[..(bytes.Length * 9 / 10)]);
        var empty = await database.CreateEmptyDatabaseAsync();
        Assert.NotEqual(0, (await RunAsync("restore.sh", empty, BackupFile)).Code);
        Assert.Equal(0, await ScalarAsync(empty, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
        await database.DropDatabaseAsync(empty);
        await database.DropDatabaseAsync(connection);
    }

    [Fact]
    public async Task A_backup_that_fails_leaves_no_file_and_says_no_password()
    {
        var database = await PostgresServer.SharedAsync();
        var connection = await database.CreateDatabaseAsync();
        var password = new NpgsqlConnectionStringBuilder(connection).Password!;
        var nowhere = new NpgsqlConnectionStringBuilder(connection) { Database = "nowhere" }.ConnectionString;
        var (code, said) = await RunAsync("backup.sh", nowhere, BackupFile);
        Assert.NotEqual(0, code);
        Assert.Contains("nowhere", said, StringComparison.Ordinal);
        Assert.DoesNotContain(password, said, StringComparison.Ordinal);
        Assert.Empty(_folder.EnumerateFiles());
        await database.DropDatabaseAsync(connection);
    }

    /// <returns>Records that were acknowledged before the backup began, and how many people were loaded in all.</returns>
    private async Task<(string[] AcknowledgedBefore, int People)> LoadWhileBackingUpAsync(string connection)
    {
        await using var server = await RunningServer.StartAsync(options => options.Postgres = connection);
        await server.RegisterAsync(s_sources);
        var acknowledged = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var end = int.MaxValue;
        var sent = 0;
        var loading = LoadAsync(
            server.Client,
            person => (sent = person) < Volatile.Read(ref end),
            answer =>
            {
                Assert.Null(answer.Error);
                acknowledged[(string)answer.State!] = true;
                if (acknowledged.Count == Before * s_sources.Length)
                {
                    begin.TrySetResult();
                }
            });
        await begin.Task.WaitAsync(s_limit);
        string[] acknowledgedBefore = [.. acknowledged.Keys];
        var (code, said) = await RunAsync("backup.sh", connection, BackupFile);
        Assert.True(code == 0, said);
        Volatile.Write(ref end, Volatile.Read(ref sent) + After);
        await loading.WaitAsync(s_limit);

        // A decision of a person, after the backup: the restored store does not have it.
        await server.Client.DecideAsync(new DecideRequest { A = People.Key("housing", "1"), B = People.Key("housing", "2"), Decision = Decision.Different, DecidedBy = "pat", Reason = "neighbours" });
        return (acknowledgedBefore, end);
    }

    private static async Task<IngestTotals> LoadAsync(CustomerGrainsClient client, Func<int, bool> goesOn, Action<IngestAcknowledgement> told)
    {
        await using var stream = client.OpenIngestStream(new IngestStreamOptions { InFlightMax = 32, Acknowledged = told });
        for (var person = 0; goesOn(person); person++)
        {
            foreach (var source in s_sources)
            {
                await stream.PutAsync(People.Key(source, $"{person}"), People.Numbered(person), state: $"{source}:{person}");
            }
        }

        return await stream.CompleteAsync();
    }

    /// <summary>Verifies a database that a server is settling or has settled until nothing waits and the partition was compared.</summary>
    private static async Task<StoreReport> SettledAsync(string connection)
    {
        using var limit = new CancellationTokenSource(s_limit);
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            var report = StoreVerifier.VerifyPostgres(connection);
            Assert.Empty(report.Findings);
            if (report.Unresolved == 0)
            {
                Assert.Empty(report.Notes);
                return report;
            }

            await Task.Yield();
        }
    }

    private static async Task<(int Code, string Said)> RunAsync(string script, string connection, string file)
    {
        var start = new ProcessStartInfo(Checkout.File($"deploy/postgres/{script}"), [file]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["CGRAINS_POSTGRES"] = connection;
        start.Environment["PATH"] = $"{PostgresBinaries.Folder}:{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + errors);
    }

    private static async Task<IReadOnlyCollection<string>> LiveRecordsAsync(string connection)
    {
        await using var database = NpgsqlDataSource.Create(connection);
        await using var select = database.CreateCommand("SELECT name || ':' || convert_from(record_id, 'UTF8') FROM record JOIN source USING (source_no) WHERE live");
        await using var rows = await select.ExecuteReaderAsync();
        var records = new HashSet<string>(StringComparer.Ordinal);
        while (await rows.ReadAsync())
        {
            records.Add(rows.GetString(0));
        }

        return records;
    }

    private static async Task<long> ScalarAsync(string connection, string sql)
    {
        await using var database = NpgsqlDataSource.Create(connection);
        await using var command = database.CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
