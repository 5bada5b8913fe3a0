using System.Diagnostics;
using System.Globalization;
using CustomerGrains.Index;
using CustomerGrains.Local;
using CustomerGrains.PostgresServers;
using CustomerGrains.Stores.PostgreSql;
using CustomerGrains.Stores.Verifying;
using Npgsql;

namespace CustomerGrains.Stores.Tests.PostgreSql.Upgrading;

/// <summary>Stores written under released schemas, kept as SQL beside what was in them, still say the same after all later steps.</summary>
/// <remarks>At a release with new steps, CG_WRITE_SCHEMA_FIXTURE=tests/CustomerGrains.Stores.Tests/PostgreSql/Upgrading makes <see cref="A_village_of_this_build_is_told_as_it_was_made"/> write the next pair of files.</remarks>
public sealed class UpgradeTests : IAsyncLifetime
{
    private static readonly string s_fixtures = Path.Combine(AppContext.BaseDirectory, "PostgreSql", "Upgrading");

    /// <summary>What depends on how records are matched, which may have changed since; the others are about the schema alone.</summary>
    private static readonly string[] s_matching = ["content", "model", "partition"];

    private PostgresServer _server = null!;
    private string _connection = null!;

    public static TheoryData<string> Schemas() => [.. Directory.GetFiles(s_fixtures, "schema-*.sql").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.SharedAsync();
        _connection = await _server.CreateEmptyDatabaseAsync();
    }

    public Task DisposeAsync() => _server.DropDatabaseAsync(_connection);

    [Theory]
    [MemberData(nameof(Schemas))]
    public async Task Data_written_under_a_released_schema_reads_the_same_after_all_later_steps_and_can_be_added_to(string schema)
    {
        await RunAsync("psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction", "--file", Path.Combine(s_fixtures, schema + ".sql"));
        await using (var database = NpgsqlDataSource.Create(_connection))
        {
            var from = int.Parse(schema.AsSpan("schema-".Length), NumberStyles.None, CultureInfo.InvariantCulture);
            var applied = await PostgresMigrations.ApplyAsync(database, TimeProvider.System);
            Assert.Equal(PostgresMigrations.All.Skip(from).Select(step => step.Number), applied.Select(step => step.Number));
        }

        await using var journal = await OpenAsync();
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(s_fixtures, schema + ".txt")), await Village.TellAsync(journal, journal));
        Assert.DoesNotContain(StoreVerifier.VerifyPostgres(_connection).Findings, finding => !s_matching.Contains(finding.Check));

        await using (var local = await LocalIndex.OpenAsync(journal, journal, start: false))
        {
            await local.Index.PutAsync(new PutCommand(new("rent", "new"), Village.Person(2, withEmail: true)));
            var records = await journal.ReadRecordsAsync([await journal.FindRecordAsync(new("crm", "2")), await journal.FindRecordAsync(new("rent", "new"))]);
            Assert.Equal(records[0]!.Customer, records[1]!.Customer);
        }

        Assert.DoesNotContain(StoreVerifier.VerifyPostgres(_connection).Findings, finding => !s_matching.Contains(finding.Check));
    }

    [Fact]
    public async Task A_village_of_this_build_is_told_as_it_was_made()
    {
        await using (var database = NpgsqlDataSource.Create(_connection))
        {
            await PostgresMigrations.ApplyAsync(database, TimeProvider.System);
        }

        await using var journal = await OpenAsync();
        await Village.FillAsync(journal, journal);
        var told = await Village.TellAsync(journal, journal);
        foreach (var (word, count) in new[] { ("source ", 2), ("record ", 10), (" deleted in 0 of 0", 1), ("decision ", 2), ("Superseded", 1), (" Merged ", 1), (" Split ", 1), ("mother and daughter", 1), ("Ó Briain", 2) })
        {
            Assert.True(told.Split(word).Length - 1 >= count, $"'{word}' is told less than {count} times:\n{told}");
        }

        Assert.True(StoreVerifier.VerifyPostgres(_connection).IsClean);
        if (Environment.GetEnvironmentVariable("CG_WRITE_SCHEMA_FIXTURE") is { Length: > 0 } folder)
        {
            var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"schema-{PostgresMigrations.All.Count:0000}"));
            var dump = await RunAsync("pg_dump", "--no-owner", "--no-privileges", "--no-comments");
            await File.WriteAllTextAsync(file + ".sql", string.Join('\n', dump.Split('\n').Where(line => !line.Contains("restrict ", StringComparison.Ordinal))));
            await File.WriteAllTextAsync(file + ".txt", told);
        }
    }

    private Task<PostgresJournal> OpenAsync() => PostgresJournal.OpenAsync(new PostgresStoreOptions { ConnectionString = _connection });

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        var connection = new NpgsqlConnectionStringBuilder(_connection);
        var start = new ProcessStartInfo(Path.Combine(PostgresBinaries.Folder, program), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PGHOST"] = connection.Host;
        start.Environment["PGPORT"] = connection.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["PGUSER"] = connection.Username;
        start.Environment["PGPASSWORD"] = connection.Password;
        start.Environment["PGDATABASE"] = connection.Database;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return output;
    }
}
