using System.CommandLine;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Client;
using Google.Protobuf;

namespace CustomerGrains.Cli.Commands;

/// <summary>The options of every command that asks a running server.</summary>
internal sealed class ConnectionOptions
{
    /// <summary>Environment variable that names the server when <c>--server</c> does not.</summary>
    public const string Variable = "CGRAINS_SERVER";

    /// <summary>Where a server listens that nobody told anything.</summary>
    public const string DefaultAddress = "http://127.0.0.1:7400";

    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithIndentation().WithPreserveProtoFieldNames(true));

    private readonly Option<string[]> _servers;

    private readonly Option<bool>? _json;

    /// <param name="json">The command can also print the server's answer as JSON.</param>
    /// <param name="several">The command may be given several servers of one cluster.</param>
    public ConnectionOptions(Command command, bool json = true, bool several = false)
    {
        _servers = new Option<string[]>("--server")
        {
            Description = $"Address of the server.{(several ? " May be given several times, for the servers of a cluster." : "")} Default: the variable {Variable}, else {DefaultAddress}.",
            DefaultValueFactory = _ => [Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } address ? address : DefaultAddress],
            Arity = ArgumentArity.OneOrMore,
        };
        if (!several)
        {
            _servers.Validators.Add(result =>
            {
                if (result.Tokens.Count > 1)
                {
                    result.AddError("This command asks one server: give --server once.");
                }
            });
        }

        command.Add(_servers);
        if (json)
        {
            _json = new Option<bool>("--json") { Description = "Print the server's answer as JSON." };
            command.Add(_json);
        }
    }

    public string Address(ParseResult parsed) => parsed.GetRequiredValue(_servers)[0];

    public CustomerGrainsClient Connect(ParseResult parsed) => Connect(Address(parsed));

    /// <summary>A connection to each server given, in that order.</summary>
    public IReadOnlyList<CustomerGrainsClient> ConnectAll(ParseResult parsed) => [.. parsed.GetRequiredValue(_servers).Select(Connect)];

    private static CustomerGrainsClient Connect(string address)
    {
        try
        {
            return CustomerGrainsClient.Connect(address);
        }
        catch (ArgumentException)
        {
            throw new CommandException(ExitCode.Usage, $"The address of a server looks like {DefaultAddress}, not '{address}'. It comes from --server or the variable {Variable}.");
        }
    }

    /// <summary>Prints an answer as JSON when that was asked for, else as the command shows it.</summary>
    public void Show<T>(ParseResult parsed, Terminal terminal, T answer, Action<T> show)
        where T : IMessage
    {
        if (_json is not null && parsed.GetValue(_json))
        {
            terminal.Say(Json.Format(answer));
        }
        else
        {
            show(answer);
        }
    }
}
