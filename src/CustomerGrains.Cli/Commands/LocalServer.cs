using System.CommandLine;
using CustomerGrains.Index;
using CustomerGrains.Index.ModelChange;
using CustomerGrains.Index.ReadingChange;
using CustomerGrains.Server;
using CustomerGrains.Stores;
using CustomerGrains.Stores.Sqlite;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Cli.Commands;

/// <summary>Options of the commands that run a server, and its start.</summary>
internal sealed class LocalServer
{
    private readonly Option<string?> _data = new("--data") { Description = "Folder of the embedded store; made when it is not there. Default: data." };
    private readonly PostgresOption _postgres;
    private readonly Option<string?> _grpc = new("--grpc") { Description = "Address and port for gRPC; port 0 takes a free one. Default: 127.0.0.1:7400." };
    private readonly Option<string?> _http = new("--http") { Description = "Address and port for staff pages, JSON, health and metrics; port 0 takes a free one. Default: 127.0.0.1:7480." };

    private readonly Option<string?> _model = new("--model")
    {
        Description = "Matching model (JSON) for a fresh folder; a folder that was filled under another model is refused. Default: the model the folder is under, for a fresh one the built-in one.",
    };

    private readonly ClusterOptions? _cluster;

    /// <param name="mayCluster">It may be one of several. Default: false.</param>
    public LocalServer(Command command, bool mayCluster = false)
    {
        command.Add(_data);
        _postgres = new PostgresOption(command);
        command.Add(_model);
        command.Add(_grpc);
        command.Add(_http);
        _cluster = mayCluster ? new ClusterOptions(command) : null;
    }

    /// <summary>Words for where the store is.</summary>
    public string Store(ParseResult parsed)
    {
        var options = Options(parsed);
        return options.Postgres is null ? options.DataFolder : PostgresOption.Parse(options.Postgres).ToString();
    }

    /// <summary>Starts a server.</summary>
    /// <exception cref="CommandException">It cannot start; the message says what to do.</exception>
    public async Task<ServerHost> StartAsync(ParseResult parsed, LogLevel logs, CancellationToken cancellationToken)
    {
        var options = Options(parsed);
        ServerHost? host = null;
        try
        {
            host = ServerHost.Build(options, builder =>
            {
                // Answers belong to standard output, so logs go to the other stream.
                builder.Logging.ClearProviders();
                builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
                builder.Logging.SetMinimumLevel(logs);

                // A server that cannot start says why in one sentence; the host would log the same with its stack.
                builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
            });
            await host.StartAsync(cancellationToken).ConfigureAwait(false);
            return host;
        }
        catch (Exception fault) when (Explain(fault, options) is { } explained)
        {
            if (host is not null)
            {
                await host.DisposeAsync().ConfigureAwait(false);
            }

            throw explained;
        }
    }

    /// <summary>What the environment says, e.g. <c>CGRAINS_SHUTDOWNMAX</c>, and over it what the command line says.</summary>
    private ServerOptions Options(ParseResult parsed)
    {
        var options = Environment();
        var folder = parsed.GetValue(_data);
        if (folder is not null && _postgres.IsGiven(parsed))
        {
            throw new CommandException(ExitCode.Usage, "A store is either a folder (--data) or a database (--postgres), not both.");
        }

        options.DataFolder = Path.GetFullPath(folder ?? options.DataFolder);
        options.Postgres = folder is null ? _postgres.Find(parsed) : null;
        options.GrpcListen = parsed.GetValue(_grpc) ?? options.GrpcListen;
        options.HttpListen = parsed.GetValue(_http) ?? options.HttpListen;
        options.ModelFile = parsed.GetValue(_model) ?? options.ModelFile;
        _cluster?.Read(parsed, options);
        return options;
    }

    private static ServerOptions Environment()
    {
        try
        {
            return ServerOptions.Read();
        }
        catch (ServerOptionsException fault)
        {
            throw new CommandException(ExitCode.Usage, fault.Message);
        }
    }

    private static CommandException? Explain(Exception fault, ServerOptions options) => fault switch
    {
        ServerOptionsException => new CommandException(ExitCode.Usage, fault.Message),
        DataFolderInUseException => new CommandException(ExitCode.Unreachable, $"{fault.Message} --data names another."),
        ModelMismatchException => new CommandException(ExitCode.Usage, fault.Message),
        NewerReadingException => new CommandException(ExitCode.Failed, fault.Message),
        JournalUnavailableException => new CommandException(ExitCode.Unreachable, fault.Message),
        StoreFormatException => new CommandException(ExitCode.Failed, fault.Message),
        IOException when fault.Message.Contains("bind", StringComparison.Ordinal) => new CommandException(
            ExitCode.Unreachable,
            $"A port is taken: {options.GrpcListen} (--grpc){(options.DashboardListen is { } dashboard ? $", {dashboard} (--dashboard)" : "")} or {options.HttpListen} (--http). Perhaps a server runs already; else name others, e.g. --grpc 127.0.0.1:0 --http 127.0.0.1:0."),
        IOException or UnauthorizedAccessException => new CommandException(
            ExitCode.Failed, $"The data folder {options.DataFolder} cannot be made or written to: {fault.Message} Name another with --data."),
        _ => null,
    };
}
