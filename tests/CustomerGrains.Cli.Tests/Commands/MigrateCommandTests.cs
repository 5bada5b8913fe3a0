using CustomerGrains.Cli.Commands;
using CustomerGrains.PostgresServers;
using CustomerGrains.Stores.PostgreSql;
using Npgsql;

namespace CustomerGrains.Cli.Tests.Commands;

/// <summary><c>cgrains migrate</c> on a real database.</summary>
public sealed class MigrateCommandTests : IAsyncLifetime
{
    private PostgresServer _server = null!;
    private string _connection = null!;

    private string Password => new NpgsqlConnectionStringBuilder(_connection).Password!;

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.SharedAsync();
        _connection = await _server.CreateEmptyDatabaseAsync();
    }

    public Task DisposeAsync() => _server.DropDatabaseAsync(_connection);

    [Fact]
    public async Task A_database_is_migrated_once_and_says_how_far_it_is()
    {
        var before = await Run.OfAsync("migrate", "--postgres", _connection, "--status");
        Assert.Equal(ExitCode.Look, before.ExitCode);
        Assert.Contains("0001 journal                  missing\n", before.Answers, StringComparison.Ordinal);
        await using (var database = NpgsqlDataSource.Create(_connection))
        {
            var error = await Assert.ThrowsAsync<Stores.StoreFormatException>(() => PostgresMigrations.EnsureCurrentAsync(database));
            Assert.Contains("Run 'cgrains migrate'", error.Message, StringComparison.Ordinal);
        }

        var first = await Run.OfAsync("migrate", "--postgres", _connection);
        Assert.Equal(ExitCode.Done, first.ExitCode);
        Assert.Contains("0001 journal applied\n", first.Answers, StringComparison.Ordinal);
        var again = await Run.OfAsync("migrate", "--postgres", _connection);
        Assert.Equal(ExitCode.Done, again.ExitCode);
        Assert.DoesNotContain("applied", again.Answers, StringComparison.Ordinal);

        var after = await Run.OfAsync("migrate", "--postgres", _connection, "--status");
        Assert.Equal(ExitCode.Done, after.ExitCode);
        Assert.DoesNotContain("missing", after.Answers, StringComparison.Ordinal);
        await using (var database = NpgsqlDataSource.Create(_connection))
        {
            await PostgresMigrations.EnsureCurrentAsync(database);
        }
    }

    [Fact]
    public async Task A_dry_run_prints_the_statements_and_leaves_the_database_alone()
    {
        var dry = await Run.OfAsync("migrate", "--postgres", _connection, "--dry-run");
        Assert.Equal(ExitCode.Done, dry.ExitCode);
        Assert.Contains("CREATE TABLE record (", dry.Answers, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Look, (await Run.OfAsync("migrate", "--postgres", _connection, "--status")).ExitCode);
    }

    [Fact]
    public async Task What_is_wrong_with_the_database_is_said_in_words_and_never_with_the_password()
    {
        var wrong = new NpgsqlConnectionStringBuilder(_connection) { Password = "not-" + Password };
        var absent = new NpgsqlConnectionStringBuilder(_connection) { Database = "nowhere" };
        var silent = new NpgsqlConnectionStringBuilder(_connection) { Port = 1 };
        foreach (var (connection, exitCode, words) in new[]
        {
            (wrong.ConnectionString, ExitCode.Unreachable, "refuses the user or the password"),
            (absent.ConnectionString, ExitCode.Unreachable, "There is no database 'nowhere' on 127.0.0.1:"),
            (silent.ConnectionString, ExitCode.Unreachable, "does not answer"),
            ($"Host=x;Database=y;Password={Password};Nonsense=1", ExitCode.Usage, "this one cannot be read"),
            ($"Host=x;Password={Password}", ExitCode.Usage, "must name a host and a database"),
            ("", ExitCode.Usage, "Which database?"),
        })
        {
            var run = await Run.OfAsync("migrate", "--postgres", connection);
            Assert.Equal(exitCode, run.ExitCode);
            Assert.Contains(words, run.Complaints, StringComparison.Ordinal);
            Assert.DoesNotContain(Password, run.Answers + run.Complaints, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused()
    {
        Assert.Equal(ExitCode.Done, (await Run.OfAsync("migrate", "--postgres", _connection)).ExitCode);
        await using (var database = NpgsqlDataSource.Create(_connection))
        await using (var insert = database.CreateCommand("INSERT INTO schema_migration VALUES (9999, 'later', '', now())"))
        {
            await insert.ExecuteNonQueryAsync();
        }

        var run = await Run.OfAsync("migrate", "--postgres", _connection);
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains("written by a newer version", run.Complaints, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serving_and_verifying_a_database_that_was_not_migrated_says_what_to_run()
    {
        var serve = await Run.OfAsync("serve", "--postgres", _connection, "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0");
        Assert.Equal(ExitCode.Failed, serve.ExitCode);
        Assert.Contains("Run 'cgrains migrate' on it first.", serve.Complaints, StringComparison.Ordinal);
        var verify = await Run.OfAsync("verify", "--postgres", _connection);
        Assert.Equal(ExitCode.Look, verify.ExitCode);
        Assert.Contains("run 'cgrains migrate'", verify.Answers, StringComparison.Ordinal);

        await Run.OfAsync("migrate", "--postgres", _connection);
        var clean = await Run.OfAsync("verify", "--postgres", _connection);
        Assert.Equal(ExitCode.Done, clean.ExitCode);
        Assert.Contains("clean\n", clean.Answers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_is_a_folder_or_a_database_and_not_both()
    {
        foreach (var command in new[] { "serve", "verify" })
        {
            var run = await Run.OfAsync(command, "--postgres", _connection, "--data", "somewhere");
            Assert.Equal(ExitCode.Usage, run.ExitCode);
            Assert.Contains("not both", run.Complaints, StringComparison.Ordinal);
        }
    }
}
