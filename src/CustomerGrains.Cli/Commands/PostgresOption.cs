using System.CommandLine;
using CustomerGrains.Stores;
using CustomerGrains.Stores.PostgreSql;

namespace CustomerGrains.Cli.Commands;

/// <summary>Which PostgreSQL database a command is about. What is shown of it never has the password.</summary>
internal sealed class PostgresOption
{
    /// <summary>Environment variable that gives the connection string when <c>--postgres</c> does not, so that a password need not be an argument, which others can see.</summary>
    public const string Variable = "CGRAINS_POSTGRES";

    private readonly Option<string?> _postgres = new("--postgres")
    {
        Description = $"Database, as 'Host=…;Database=…;Username=…'. Default: the variable {Variable}. The password may be in it, in PGPASSWORD or in ~/.pgpass.",
        HelpName = "CONNECTION",
    };

    public PostgresOption(Command command) => command.Add(_postgres);

    /// <summary>The connection string; null when there is none.</summary>
    public string? Find(ParseResult parsed) =>
        parsed.GetValue(_postgres) is { Length: > 0 } given ? given : Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } variable ? variable : null;

    /// <summary>Said on the command line itself, not only by the variable.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_postgres) is { Length: > 0 };

    /// <exception cref="CommandException">There is no connection string, or it makes no sense.</exception>
    public (string Connection, PostgresAddress Address) Require(ParseResult parsed)
    {
        var connection = Find(parsed) ?? throw new CommandException(ExitCode.Usage, $"Which database? Name it with --postgres or in the variable {Variable}, e.g. 'Host=db.example;Database=customergrains;Username=customergrains'.");
        return (connection, Parse(connection));
    }

    /// <exception cref="CommandException">The connection string makes no sense.</exception>
    public static PostgresAddress Parse(string connection)
    {
        try
        {
            return PostgresAddress.Parse(connection);
        }
        catch (ArgumentException fault)
        {
            throw new CommandException(ExitCode.Usage, $"{fault.Message} It comes from --postgres or the variable {Variable}.");
        }
    }

    /// <summary>The complaint about a fault of the database; null when it is none.</summary>
    public static CommandException? Explain(Exception fault, PostgresAddress address) => fault is StoreFormatException
        ? new CommandException(ExitCode.Failed, fault.Message)
        : address.Explain(fault) is { } words ? new CommandException(ExitCode.Unreachable, words) : null;
}
