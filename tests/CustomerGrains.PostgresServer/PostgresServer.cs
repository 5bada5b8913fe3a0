using System.Globalization;
using System.Security.Cryptography;
using CustomerGrains.Stores.PostgreSql;
using Npgsql;

namespace CustomerGrains.PostgresServers;

/// <summary>A real PostgreSQL server of a test's own: in a fresh folder, on a free port of 127.0.0.1, with a password of its own. Gone when it is disposed or this process dies.</summary>
/// <remarks>Texts sort by the rules of British English, not by bytes, so that a statement which relies on the order of bytes shows. Servers are stopped, killed and started by the test that owns
/// them; whoever only needs a database takes one of <see cref="SharedAsync"/>.</remarks>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>Role that owns the databases of <see cref="CreateDatabaseAsync"/>; no superuser.</summary>
    public const string Role = "customergrains";

    private const string Superuser = "postgres";
    private const string Template = "customergrains_template";
    private static readonly TimeSpan s_waitMax = TimeSpan.FromMinutes(2);
    private static readonly Lazy<Task<PostgresServer>> s_shared = new(StartSharedAsync);

    private readonly PostgresServerOptions _options;
    private readonly string _folder;
    private readonly string _password;
    private readonly Queue<string> _log = [];
    private readonly SemaphoreSlim _template = new(1, 1);
    private ServerProcess? _process;
    private bool _hasTemplate;
    private int _databases;

    private PostgresServer(PostgresServerOptions options, string folder, string password)
    {
        _options = options;
        _folder = folder;
        _password = password;
    }

    /// <summary>Port on 127.0.0.1; the same after every start.</summary>
    public int Port { get; private set; }

    /// <summary>The postmaster's process.</summary>
    /// <exception cref="InvalidOperationException">The server is stopped.</exception>
    public int Pid => (_process ?? throw new InvalidOperationException("The server is stopped.")).Pid;

    /// <summary>The superuser's way in, to the database "postgres".</summary>
    public string ConnectionString => Connection(Superuser, "postgres").ConnectionString;

    /// <summary>What the server said of late, up to 500 lines.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return string.Join('\n', _log);
            }
        }
    }

    /// <summary>Makes and starts a server.</summary>
    /// <exception cref="InvalidOperationException">PostgreSQL is missing or did not start; the text says why.</exception>
    public static async Task<PostgresServer> StartAsync(PostgresServerOptions? options = null)
    {
        options ??= new PostgresServerOptions();
        var folder = Directory.CreateTempSubdirectory("cgrains-postgres-").FullName;
        var server = new PostgresServer(options, folder, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        try
        {
            await server.PrepareFolderAsync().ConfigureAwait(false);
            await server.StartAgainAsync().ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The server that all tests of this process share. Never stop it.</summary>
    public static Task<PostgresServer> SharedAsync() => s_shared.Value;

    /// <summary>A fresh database with the schema of this build.</summary>
    /// <returns>Its connection string, as <see cref="Role"/>.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        await _template.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!_hasTemplate)
            {
                await RunAsync($"CREATE DATABASE {Template} OWNER {Role}").ConfigureAwait(false);
                // A template must have nobody connected when it is copied.
                var template = NpgsqlDataSource.Create(Unpooled(Connection(Role, Template)));
                await using (template.ConfigureAwait(false))
                {
                    await PostgresMigrations.ApplyAsync(template, TimeProvider.System).ConfigureAwait(false);
                }

                _hasTemplate = true;
            }
        }
        finally
        {
            _template.Release();
        }

        return await CreateAsync($"TEMPLATE {Template}").ConfigureAwait(false);
    }

    /// <summary>A fresh database with nothing in it.</summary>
    /// <returns>Its connection string, as <see cref="Role"/>.</returns>
    public Task<string> CreateEmptyDatabaseAsync() => CreateAsync("");

    /// <summary>A copy of a database; nobody may be connected to that.</summary>
    /// <returns>Its connection string, as <see cref="Role"/>.</returns>
    public Task<string> CopyDatabaseAsync(string connectionString) => CreateAsync($"TEMPLATE {new NpgsqlConnectionStringBuilder(connectionString).Database}");

    /// <summary>Drops a database, whoever is connected.</summary>
    public Task DropDatabaseAsync(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        NpgsqlConnection.ClearPool(new NpgsqlConnection(connectionString));
        return RunAsync($"DROP DATABASE \"{name}\" WITH (FORCE)");
    }

    /// <summary>Runs statements as the superuser, each for itself.</summary>
    public async Task RunAsync(params string[] statements)
    {
        var connection = new NpgsqlConnection(Unpooled(Connection(Superuser, "postgres")).ConnectionString);
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync().ConfigureAwait(false);
            foreach (var statement in statements)
            {
                var command = new NpgsqlCommand(statement, connection);
                await using (command.ConfigureAwait(false))
                {
                    await command.ExecuteNonQueryAsync().ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Stops the server and waits until all its processes are gone.</summary>
    public async Task StopAsync(StopMode mode = StopMode.Fast)
    {
        if (_process is { } process)
        {
            process.Stop(mode);
            await EndAsync(process).ConfigureAwait(false);
        }
    }

    /// <summary>SIGKILL to all processes of the server; waits until they are gone.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await EndAsync(process).ConfigureAwait(false);
        }
    }

    /// <summary>Starts the stopped server on its folder and port; waits until it takes connections.</summary>
    public async Task StartAgainAsync()
    {
        if (_process is not null)
        {
            throw new InvalidOperationException("The server is running.");
        }

        var isFirst = Port == 0;
        for (var attempt = 1; ; attempt++)
        {
            Port = isFirst ? LocalPort.Free() : Port;
            _process = await ServerProcess.StartAsync(SystemUser.Current, _folder, Command(isFirst && attempt == 1), _log).ConfigureAwait(false);
            try
            {
                await _process.Ready.WaitAsync(s_waitMax).ConfigureAwait(false);
                break;
            }
            catch (Exception error) when (error is InvalidOperationException or TimeoutException)
            {
                await KillAsync().ConfigureAwait(false);

                // Somebody took the port between its choice and its use.
                if (!isFirst || attempt == 5 || !Log.Contains("could not bind", StringComparison.Ordinal))
                {
                    throw new InvalidOperationException($"PostgreSQL did not start. It said:\n{Log}", error);
                }
            }
        }

        if (isFirst)
        {
            await RunAsync($"CREATE ROLE {Role} LOGIN CREATEDB PASSWORD '{_password}'").ConfigureAwait(false);
        }
    }

    /// <summary>Stops the server and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            // The guard does it, so that it is done even when this process is killed meanwhile, as test hosts are when they do not end at once.
            process.Abandon();
            await EndAsync(process).ConfigureAwait(false);
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }

        _template.Dispose();
    }

    private static async Task<PostgresServer> StartSharedAsync()
    {
        var server = await StartAsync().ConfigureAwait(false);

        // The guard would see to it as well, but only after this process is gone.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(10));
        return server;
    }

    private async Task PrepareFolderAsync()
    {
        // By a file in a folder that is closed to others: arguments are for all to see.
        await File.WriteAllTextAsync(PasswordFile, _password).ConfigureAwait(false);
        if (SystemUser.Current.Name is { } name)
        {
            await new SystemUser(null).RunAsync(["chown", "--recursive", name, _folder]).ConfigureAwait(false);
        }
    }

    private string PasswordFile => Path.Combine(_folder, "password");

    /// <summary>The first start makes the files of the server before, under the same guard.</summary>
    private IReadOnlyList<string> Command(bool isFirst)
    {
        if (!isFirst)
        {
            return Postmaster();
        }

        const string initialiseAndRun = """
            password=$1; shift
            initdb=$1; shift
            data=$1; shift
            "$initdb" --pgdata "$data" --username postgres --auth scram-sha-256 --pwfile "$password" \
              --encoding UTF8 --locale C.UTF-8 --locale-provider icu --icu-locale en-GB --no-sync --no-instructions >/dev/null || exit 1
            rm -f "$password"
            exec "$@"
            """;
        return ["/bin/sh", "-c", initialiseAndRun, "initialise", PasswordFile, Path.Combine(PostgresBinaries.Folder, "initdb"), DataFolder, .. Postmaster()];
    }

    private string DataFolder => Path.Combine(_folder, "data");

    private List<string> Postmaster()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["listen_addresses"] = "127.0.0.1",
            ["port"] = Port.ToString(CultureInfo.InvariantCulture),
            ["unix_socket_directories"] = "",
            ["lc_messages"] = "C",
            ["logging_collector"] = "off",
            ["max_connections"] = "300",
            ["shared_buffers"] = "64MB",
            ["fsync"] = _options.Fsync ? "on" : "off",
        };
        foreach (var (name, value) in _options.Settings)
        {
            settings[name] = value;
        }

        return [Path.Combine(PostgresBinaries.Folder, "postgres"), "-D", DataFolder, .. settings.SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" })];
    }

    private async Task<string> CreateAsync(string from)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        await RunAsync($"CREATE DATABASE {name} OWNER {Role} {from}").ConfigureAwait(false);
        return Connection(Role, name).ConnectionString;
    }

    private async Task EndAsync(ServerProcess process)
    {
        await process.Ended.WaitAsync(s_waitMax).ConfigureAwait(false);
        process.Dispose();
        _process = null;
    }

    private static NpgsqlConnectionStringBuilder Unpooled(NpgsqlConnectionStringBuilder connection)
    {
        connection.Pooling = false;
        return connection;
    }

    private NpgsqlConnectionStringBuilder Connection(string user, string database) =>
        new() { Host = "127.0.0.1", Port = Port, Username = user, Password = _password, Database = database };
}
