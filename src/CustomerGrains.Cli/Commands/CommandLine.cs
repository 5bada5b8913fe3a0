using System.CommandLine;
using CustomerGrains.Cli.Importing.Mapping;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Client;

namespace CustomerGrains.Cli.Commands;

/// <summary>The command line as a whole.</summary>
internal static class CommandLine
{
    /// <summary>How long a command may take to end once it was told to. A server that was told to stop drains its streams first.</summary>
    public static readonly TimeSpan TerminationMax = TimeSpan.FromSeconds(40);

    /// <summary>Runs a command line; complaints are written, not thrown.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellationToken = default)
    {
        var root = Root(terminal);
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0 && parsed.Action is not System.CommandLine.Help.HelpAction)
        {
            foreach (var error in parsed.Errors)
            {
                terminal.Note(error.Message);
            }

            var command = string.Join(' ', Path(parsed.CommandResult));
            Suggest(parsed, terminal);
            terminal.Note($"Run '{command} --help' to see how it is used.");
            return ExitCode.Usage;
        }

        var configuration = new InvocationConfiguration
        {
            Output = terminal.Answers.Profile.Out.Writer,
            Error = terminal.Complaints.Profile.Out.Writer,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TerminationMax,
        };
        try
        {
            return await parsed.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
        }
        catch (CommandException fault)
        {
            terminal.Note(fault.Message);
            return fault.ExitCode;
        }
        catch (CustomerGrainsException fault)
        {
            terminal.Note(ServerFault.Words(fault));
            return ServerFault.ExitCodeOf(fault);
        }
        catch (MappingException fault)
        {
            terminal.Note(fault.Message);
            return ExitCode.Usage;
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            terminal.Note(fault.Message);
            return ExitCode.Usage;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            terminal.Note(fault.Message);
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            terminal.Note("Stopped.");
            return ExitCode.Interrupted;
        }
        catch (Exception fault) when (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CGRAINS_TRACE")))
        {
            terminal.Note($"A fault of cgrains itself: {fault.GetType().Name}: {fault.Message} Run it again with CGRAINS_TRACE=1 to see where.");
            return ExitCode.Failed;
        }
    }

    /// <summary>All commands, as they are parsed.</summary>
    public static RootCommand Root(Terminal terminal)
    {
        var root = new RootCommand(
            """
            CustomerGrains: which customer does a record belong to?

            Start with 'cgrains demo', which streams a made-up town in and shows what it finds. With a server running ('cgrains serve'),
            'cgrains import people.csv --source housing' takes a file in, 'cgrains search Jane Smith 1970' finds a customer and
            'cgrains why C-…' says how it came to be.

            Exit codes: 0 done; 1 done, but look (rejected records, findings); 2 the command line, a file or a mapping is wrong;
            3 the server does not answer or a port is taken; 4 not found; 5 the server refused or failed; 130 stopped by Ctrl-C.
            """);
        foreach (var command in Commands(terminal))
        {
            root.Add(command);
        }

        return root;
    }

    private static IEnumerable<Command> Commands(Terminal terminal) =>
    [
        DemoCommand.Create(terminal),
        ServeCommand.Create(terminal),
        ImportCommand.Create(terminal),
        SearchCommand.Create(terminal),
        LookUpCommands.Show(terminal),
        LookUpCommands.Why(terminal),
        LookUpCommands.How(terminal),
        LookUpCommands.History(terminal),
        StewardCommands.Review(terminal),
        StewardCommands.Decide(terminal),
        SourcesCommand.Create(terminal),
        StatusCommand.Create(terminal),
        ModelCommands.Create(terminal),
        GenerateCommand.Create(terminal),
        LoadCommand.Create(terminal),
        EvalCommand.Create(terminal),
        TrainCommand.Create(terminal),
        OrderCommand.Create(terminal),
        QualityCommand.Create(terminal),
        MigrateCommand.Create(terminal),
        VerifyCommand.Create(terminal),
    ];

    private static void Suggest(ParseResult parsed, Terminal terminal)
    {
        var known = parsed.CommandResult.Command.Subcommands.Select(command => command.Name)
            .Concat(parsed.CommandResult.Command.Options.Select(option => option.Name));
        foreach (var token in parsed.UnmatchedTokens)
        {
            if (NearestName.Find(token, known) is { } near)
            {
                terminal.Note($"Did you mean '{near}'?");
            }
        }
    }

    private static IEnumerable<string> Path(System.CommandLine.Parsing.SymbolResult result)
    {
        var names = new Stack<string>();
        for (var at = result; at is not null; at = at.Parent)
        {
            if (at is System.CommandLine.Parsing.CommandResult command)
            {
                names.Push(command.Command is RootCommand ? "cgrains" : command.Command.Name);
            }
        }

        return names;
    }
}
