using System.Globalization;
using CustomerGrains.Cli.Commands;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Client;
using CustomerGrains.PostgresServers;
using CustomerGrains.Server;
using CustomerGrains.V1;
using Npgsql;

namespace CustomerGrains.Deploy.Tests.Database;

/// <summary>Goal: settings and roles are those of a server that takes them. Method: a real PostgreSQL with the settings file, the scripts run by psql, and then every command with its role's own password file.</summary>
public sealed class DatabaseTests : IAsyncLifetime
{
    /// <summary>What a test machine has no room for.</summary>
    private static readonly Dictionary<string, string> Smaller = new(StringComparer.Ordinal) { ["wal_buffers"] = "1MB", ["max_wal_size"] = "1GB", ["min_wal_size"] = "80MB" };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cgrains-database-");
    private PostgresServer _server = null!;

    public async Task InitializeAsync()
    {
        // The server runs as a user of its own, who may not read the checkout.
        var settings = Path.Combine(_folder.FullName, "customergrains.conf");
        File.Copy(Checkout.FullPath("deploy/postgres/customergrains.conf"), settings);
        File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(settings, (UnixFileMode)0b110_100_100);
        _server = await PostgresServer.StartAsync(new PostgresServerOptions { Settings = new Dictionary<string, string>(Smaller) { ["config_file"] = settings } });
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task PostgreSQL_takes_every_setting_and_commits_wait_for_the_disk()
    {
        var written = Checkout.Read("deploy/postgres/customergrains.conf").Split('\n').Where(line => line.Contains('=', StringComparison.Ordinal) && !line.StartsWith('#')).Select(line => line.Split('=')[0].Trim()).Order(StringComparer.Ordinal);
        Assert.Equal(written, await RowsAsync(_server.ConnectionString, """SELECT name FROM pg_file_settings ORDER BY name COLLATE "C" """));
        Assert.Equal([], await RowsAsync(_server.ConnectionString, "SELECT name || ': ' || error FROM pg_file_settings WHERE error IS NOT NULL AND error <> 'setting could not be applied'"));
        Assert.Equal(
            ["fsync on", "full_page_writes on", "synchronous_commit on"],
            await RowsAsync(_server.ConnectionString, "SELECT name || ' ' || setting FROM pg_file_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes') ORDER BY name"));
    }

    [Fact]
    public async Task Each_role_signs_in_with_its_password_file_and_can_do_its_work_and_no_more()
    {
        RunScript("roles.sql");
        RunScript("roles.sql");
        var owner = SignIn("owner");
        var app = SignIn("app_a");
        var read = SignIn("read");

        await ExpectAsync(0, "migrate", "--postgres", owner);
        await WriteARecordAsync(app);
        await ExpectAsync(0, "verify", "--postgres", read);

        await RefusedAsync(app, "CREATE TABLE mine (a int)", "DROP TABLE record", "ALTER TABLE record ADD COLUMN mine int", "TRUNCATE record");
        await RefusedAsync(read, "DELETE FROM record", "SET TRANSACTION READ WRITE; DELETE FROM record", "UPDATE journal_head SET sequence = 0", "CREATE TABLE mine (a int)");
        Assert.Equal("28P01", (await Assert.ThrowsAsync<PostgresException>(() => RowsAsync(Connection("owner") + ";Password=wrong", "SELECT '1'"))).SqlState);
        Assert.DoesNotContain(await File.ReadAllTextAsync(PasswordFile("app_a")), _server.Log, StringComparison.Ordinal);
    }

    /// <summary>Goal: credentials can be changed without a moment in which none is good. Method: the second login writes while the first still could, then the first loses its password.</summary>
    [Fact]
    public async Task The_second_login_takes_over_from_the_first()
    {
        RunScript("roles.sql");
        await ExpectAsync(0, "migrate", "--postgres", SignIn("owner"));
        var first = SignIn("app_a");
        await WriteARecordAsync(first);
        await WriteARecordAsync(SignIn("app_b"));
        await _server.RunAsync("ALTER ROLE customergrains_app_a PASSWORD NULL");
        NpgsqlConnection.ClearAllPools();
        Assert.Equal("28P01", (await Assert.ThrowsAsync<PostgresException>(() => RowsAsync(first, "SELECT '1'"))).SqlState);
    }

    /// <summary>Goal: the runbook's restore works with these roles. Method: the reader backs up, the owner restores beside it, and the silos' role serves what came out.</summary>
    [Fact]
    public async Task A_backup_by_the_reader_is_restored_by_the_owner_into_a_database_beside_the_first()
    {
        RunScript("roles.sql");
        var owner = SignIn("owner");
        await ExpectAsync(0, "migrate", "--postgres", owner);
        var app = SignIn("app_a");
        await WriteARecordAsync(app);
        var backup = Path.Combine(_folder.FullName, "one.backup");
        var read = SignIn("read");
        RunTool("backup.sh", read, backup);

        const string restored = "customergrains_restored";
        RunScript("roles.sql", $"--set=database={restored}");
        RunTool("restore.sh", In(owner, restored), backup);
        await ExpectAsync(0, "migrate", "--postgres", In(owner, restored));
        await ExpectAsync(0, "verify", "--postgres", In(read, restored));
        await WriteARecordAsync(In(app, restored));
        Assert.Equal(["1"], await RowsAsync(In(read, restored), "SELECT count(*)::text FROM record"));
    }

    private static async Task WriteARecordAsync(string connection)
    {
        await using var host = ServerHost.Build(new ServerOptions { Postgres = connection, GrpcListen = "127.0.0.1:0", HttpListen = "127.0.0.1:0" });
        await host.StartAsync();
        using var client = CustomerGrainsClient.Connect(host.GrpcAddress.ToString());
        await client.RegisterSourceAsync(new Source { Name = "housing" });
        await client.PutRecordAsync(new RecordKey { Source = "housing", RecordId = "1" }, new V1.Record { Names = { new PersonName { Given = "Margaret", Surname = "Pemberton" } } });
        await host.StopAsync();
    }

    private static async Task ExpectAsync(int exitCode, params string[] arguments)
    {
        await using var said = new StringWriter();
        var ended = await CommandLine.RunAsync(arguments, new Terminal(said, said));
        Assert.True(exitCode == ended, $"{arguments[0]} ended with {ended}: {said}");
    }

    private static async Task RefusedAsync(string connection, params string[] statements)
    {
        foreach (var statement in statements)
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => RowsAsync(connection, statement));
            Assert.True(refused.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ReadOnlySqlTransaction, $"{statement}: {refused.Message}");
        }
    }

    private static async Task<IReadOnlyList<string>> RowsAsync(string connectionString, string statement)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    /// <summary>Gives a role a password, and writes the password file of whoever signs in as that role.</summary>
    private string SignIn(string role)
    {
        File.WriteAllText(PasswordFile(role), $"secret of {role}");
        RunScript("passwords.sql", $"--set=role=customergrains_{role}", $"--set=file={PasswordFile(role)}");
        var passfile = Path.Combine(_folder.FullName, $"{role}_pgpass");
        File.WriteAllText(passfile, string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_server.Port}:*:customergrains_{role}:secret of {role}\n"));
        File.SetUnixFileMode(passfile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return $"{Connection(role)};Passfile={passfile}";
    }

    private string Connection(string role) => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_server.Port};Database=customergrains;Username=customergrains_{role}");

    private string PasswordFile(string role) => Path.Combine(_folder.FullName, $"{role}_password");

    private static string In(string connection, string database) => new NpgsqlConnectionStringBuilder(connection) { Database = database }.ConnectionString;

    private static void RunTool(string script, string connection, string file)
    {
        var (exitCode, output) = Shell.Start("env", [$"CGRAINS_POSTGRES={connection}", $"PATH={PostgresBinaries.Folder}:{Environment.GetEnvironmentVariable("PATH")}", Checkout.FullPath($"deploy/postgres/{script}"), file]);
        Assert.True(exitCode == 0, output);
    }

    private void RunScript(string script, params string[] settings)
    {
        var superuser = new NpgsqlConnectionStringBuilder(_server.ConnectionString);
        var address = $"postgresql://{superuser.Username}:{superuser.Password}@{superuser.Host}:{superuser.Port}/postgres";
        var (exitCode, output) = Shell.Start(
            Path.Combine(PostgresBinaries.Folder, "psql"),
            ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", $"--dbname={address}", .. settings, $"--file={Checkout.FullPath($"deploy/postgres/{script}")}"]);
        Assert.True(exitCode == 0, output);
    }
}
