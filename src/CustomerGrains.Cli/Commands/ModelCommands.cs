using System.CommandLine;
using System.Globalization;
using System.Text;
using CustomerGrains.Cli.Importing;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.ModelChange;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Stores;
using CustomerGrains.Stores.Sqlite;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>cgrains model</c>: the matching model of a running index, and its change.</summary>
internal static class ModelCommands
{
    public static Command Create(Terminal terminal) => new("model", "The matching model: which one is in force, what another would change, and its change.")
    {
        Show(terminal),
        Diff(terminal),
        Apply(terminal),
        Set(terminal),
    };

    private static Command Show(Terminal terminal)
    {
        var file = new Option<string?>("--out") { Description = "Write the model in force to this file (JSON)." };
        var history = new Option<bool>("--history") { Description = "Show the models before it, too." };
        var command = new Command("show",
            """
            Says which matching model the index is under, since when, and how far its last change is.

            Example: cgrains model show --out model.json
            """) { file, history };
        var server = new ConnectionOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = server.Connect(parsed);
            var answer = await client.GetModelAsync(cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(file) is { } path)
            {
                await File.WriteAllTextAsync(path, answer.ModelJson, cancellationToken).ConfigureAwait(false);
                terminal.Note($"{answer.Model.Version} written to {path}.");
            }

            server.Show(parsed, terminal, answer, shown => ModelView.Show(shown.Model, shown.OneToOneSources, terminal));
            if (parsed.GetValue(history))
            {
                foreach (var former in (await client.ListModelsAsync(200, cancellationToken).ConfigureAwait(false)).Skip(1))
                {
                    ModelView.Show(former, [], terminal);
                }
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command Diff(Terminal terminal)
    {
        var file = new Argument<string>("model") { Description = "The other model (JSON)." };
        var samples = Samples();
        var command = new Command("diff",
            """
            Says which customers another matching model would merge and split, how many, and why. Changes nothing. Takes about as long as
            importing all records; the index goes on meanwhile.

            Example: cgrains model diff new-model.json
            """) { file, samples };
        var server = new ConnectionOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var json = ReadModel(parsed.GetRequiredValue(file)).Json;
            using var client = server.Connect(parsed);
            var answer = await ModelProgress.DiffAsync(client, json, parsed.GetValue(samples), terminal, cancellationToken).ConfigureAwait(false);
            server.Show(parsed, terminal, answer, diff => ModelDiffView.Show(diff, terminal));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Apply(Terminal terminal)
    {
        var file = new Argument<string>("model") { Description = "The new model (JSON)." };
        var data = new Option<string?>("--data") { Description = "Folder of a store whose server is stopped, instead of a running server; the next start places its records anew." };
        var command = new Command("apply",
            """
            Puts the index under another matching model while it goes on taking records and answering. Shows how far it is until every record is placed
            anew; Ctrl-C only stops the showing. After a crash the server goes on by itself. See first what it will do: cgrains model diff FILE

            Example: cgrains model apply new-model.json --reason 'trained on the May records'
            """) { file, data };
        var who = new AppliedByOptions(command);
        var server = new ConnectionOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (model, json) = ReadModel(parsed.GetRequiredValue(file));
            if (parsed.GetValue(data) is { } folder)
            {
                return await ApplyToStoreAsync(folder, model, who.By(parsed), who.Reason(parsed), terminal, cancellationToken).ConfigureAwait(false);
            }

            using var client = server.Connect(parsed);
            var request = new ApplyModelRequest { ModelJson = json, AppliedBy = who.By(parsed), Reason = who.Reason(parsed) };
            return await ApplyAsync(client, request, parsed, who, server, terminal, cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static Command Set(Terminal terminal)
    {
        var on = new Option<string[]>("--one-to-one") { Description = "A source that holds nobody twice; may come several times.", HelpName = "SOURCE", AllowMultipleArgumentsPerToken = true };
        var off = new Option<string[]>("--not-one-to-one") { Description = "A source that may hold somebody twice after all; may come several times.", HelpName = "SOURCE", AllowMultipleArgumentsPerToken = true };
        var population = new Option<long>("--population") { Description = "How many people the index is for. The more, the rarer a name that two share with nothing else for people to be asked about them; the default model is for 6,000." }
            .Between(1, 20_000_000_000);
        var diff = new Option<bool>("--diff") { Description = "Only say what it would change." };
        var samples = Samples();
        var command = new Command("set",
            """
            Changes one thing about the matching model in force and applies the result: which sources hold nobody twice, or how many people the index is for.
            Two records of a source that holds nobody twice are never one customer, unless a person says so, and a pair across two of them needs less evidence,
            because at most one partner exists. Among many people namesakes are many, and fewer of them are asked about.

            Examples: cgrains model set --one-to-one housing --one-to-one counciltax --diff
                      cgrains model set --population 250000
            """) { on, off, population, diff, samples };
        var who = new AppliedByOptions(command);
        var server = new ConnectionOptions(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(on) is null && result.GetResult(off) is null && result.GetResult(population) is null)
            {
                result.AddError("Say what to change: --one-to-one SOURCE, --not-one-to-one SOURCE or --population PEOPLE.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = server.Connect(parsed);
            var inForce = await client.GetModelAsync(cancellationToken).ConfigureAwait(false);
            string[] sources = [.. inForce.OneToOneSources.Union(Names(parsed, on)).Except(Names(parsed, off))];
            var model = MatchingModel.Parse(Encoding.UTF8.GetBytes(inForce.ModelJson)).WithOneToOneSources(sources);
            model = parsed.GetResult(population) is null ? model : model.ForPopulation(parsed.GetValue(population));
            var json = Encoding.UTF8.GetString(model.ToJson());
            if (parsed.GetValue(diff))
            {
                var answer = await ModelProgress.DiffAsync(client, json, parsed.GetValue(samples), terminal, cancellationToken).ConfigureAwait(false);
                server.Show(parsed, terminal, answer, shown => ModelDiffView.Show(shown, terminal));
                return ExitCode.Done;
            }

            // Nobody's change in between is undone.
            var request = new ApplyModelRequest { ModelJson = json, AppliedBy = who.By(parsed), Reason = who.Reason(parsed), ExpectedNumber = inForce.Model.Number };
            return await ApplyAsync(client, request, parsed, who, server, terminal, cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> ApplyAsync(
        Client.CustomerGrainsClient client, ApplyModelRequest request, ParseResult parsed, AppliedByOptions who, ConnectionOptions server, Terminal terminal, CancellationToken cancellationToken)
    {
        var applied = await client.ApplyModelAsync(request, cancellationToken).ConfigureAwait(false);
        var model = applied.Model;
        if (!who.Detaches(parsed))
        {
            model = await ModelProgress.WaitAsync(client, model, terminal, cancellationToken).ConfigureAwait(false);
        }

        server.Show(parsed, terminal, new ApplyModelResponse { Model = model, Applied = applied.Applied }, _ =>
        {
            if (!applied.Applied)
            {
                terminal.Note($"The index was under {model.Version} already.");
            }

            ModelView.Show(model, [], terminal);
        });
        return ExitCode.Done;
    }

    private static async Task<int> ApplyToStoreAsync(string folder, MatchingModel model, string by, string reason, Terminal terminal, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(folder, DataFolder.DatabaseName)))
        {
            throw new CommandException(ExitCode.Usage, $"There is no store in '{folder}'.");
        }

        try
        {
            await using var journal = SqliteJournal.Open(folder);
            var reply = await ModelChanger.ApplyAsync(journal, model, by, reason, cancellationToken: cancellationToken).ConfigureAwait(false);
            switch (reply.Outcome)
            {
                case PutModelOutcome.VersionTaken:
                    throw new CommandException(ExitCode.Failed, $"The store is or was under a model of version '{model.Version}' with other content; give the changed model a version of its own.");
                case PutModelOutcome.InForce:
                    terminal.Say($"The store was under {model.Version} already.");
                    break;
                default:
                    terminal.Say(string.Create(CultureInfo.InvariantCulture, $"The store is under {model.Version}; the next start places {reply.InForce!.Records:N0} records anew."));
                    break;
            }

            return ExitCode.Done;
        }
        catch (DataFolderInUseException fault)
        {
            throw new CommandException(ExitCode.Unreachable, $"{fault.Message} Leave --data out to change the model of the running server.");
        }
        catch (StoreFormatException fault)
        {
            throw new CommandException(ExitCode.Failed, fault.Message);
        }
    }

    private static IEnumerable<string> Names(ParseResult parsed, Option<string[]> option) => (parsed.GetValue(option) ?? []).Select(source => SourceName.Require(source, option.Name));

    private static Option<int> Samples() => new Option<int>("--samples") { Description = "Most changes of each kind to show.", DefaultValueFactory = _ => 5 }.Between(1, 200);

    private static (MatchingModel Model, string Json) ReadModel(string path)
    {
        var model = EvalCommand.ReadModel(path);
        return (model, Encoding.UTF8.GetString(model.ToJson()));
    }
}
