using System.Diagnostics;
using System.Globalization;
using CustomerGrains.PostgresServers;
using CustomerGrains.Stores.PostgreSql;
using Npgsql;

namespace CustomerGrains.Stores.Tests.PostgreSql;

/// <summary>The schema steps of this build: what was released stays as it is, and every way to the newest schema ends at the same one.</summary>
public sealed class ReleasedStepTests
{
    [Fact]
    public void Released_steps_are_never_edited()
    {
        var released = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "PostgreSql", "released-steps.txt")).Where(line => !line.StartsWith('#')).ToArray();
        var now = PostgresMigrations.All.Select(step => string.Create(CultureInfo.InvariantCulture, $"{step.Number:0000} {step.Name} {step.Checksum}"));
        Assert.NotEmpty(released);
        Assert.Equal(released, now.Take(released.Length));
    }

    public static TheoryData<int> Versions() => [.. Enumerable.Range(0, PostgresMigrations.All.Count)];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_database_of_any_earlier_version_comes_to_the_same_schema_as_a_fresh_one(int applied)
    {
        var server = await PostgresServer.SharedAsync();
        var fresh = await server.CreateDatabaseAsync();
        var earlier = await server.CreateEmptyDatabaseAsync();
        await using (var database = NpgsqlDataSource.Create(earlier))
        {
            await PostgresMigrations.ApplyAsync(database, TimeProvider.System, [.. PostgresMigrations.All.Take(applied)], CancellationToken.None);
            var missing = await PostgresMigrations.ApplyAsync(database, TimeProvider.System);
            Assert.Equal(PostgresMigrations.All.Skip(applied).Select(step => step.Number), missing.Select(step => step.Number));
        }

        Assert.Equal(await SchemaOfAsync(fresh), await SchemaOfAsync(earlier));
        await server.DropDatabaseAsync(earlier);
        await server.DropDatabaseAsync(fresh);
    }

    private static async Task<string> SchemaOfAsync(string connectionString)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString);
        var start = new ProcessStartInfo(
            Path.Combine(PostgresBinaries.Folder, "pg_dump"),
            ["--schema-only", "--host", connection.Host!, "--port", connection.Port.ToString(CultureInfo.InvariantCulture), "--username", connection.Username!, connection.Database!])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["PGPASSWORD"] = connection.Password;
        using var dump = Process.Start(start)!;
        var schema = await dump.StandardOutput.ReadToEndAsync();
        await dump.WaitForExitAsync();
        Assert.Equal(0, dump.ExitCode);
        Assert.Contains("CREATE TABLE public.record", schema, StringComparison.Ordinal);

        // Newer versions of pg_dump guard their output with a word that is random each time.
        return string.Join('\n', schema.Split('\n').Where(line => !line.StartsWith("\\restrict", StringComparison.Ordinal) && !line.StartsWith("\\unrestrict", StringComparison.Ordinal)));
    }
}
