using System.CommandLine;
using System.Globalization;
using CustomerGrains.Cli.Importing;
using CustomerGrains.Cli.Importing.Mapping;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Client;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>cgrains sources</c>: the systems that send records, and how their files are read.</summary>
internal static class SourcesCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("sources",
            """
            Lists the systems that send records; registers one, or stores how its files are read.

            Examples: cgrains sources
                      cgrains sources register housing --title 'Housing: tenancies' --region GB --date-order day-first --mapping housing.json
                      cgrains sources mapping housing
            """) { Register(terminal), Mapping(terminal) };
        var server = new ConnectionOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = server.Connect(parsed);
            var request = new ListSourcesRequest();
            do
            {
                var page = await client.ListSourcesAsync(request, cancellationToken).ConfigureAwait(false);
                server.Show(parsed, terminal, page, answer => Show(answer, terminal));
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Register(Terminal terminal)
    {
        var name = Name();
        var title = new Option<string?>("--title") { Description = "What the source is, for people to read. Default: as it is, else empty." };
        var mapping = new Option<string?>("--mapping", "-m") { Description = "Mapping file to store for its files, in place of the one stored before." };
        var command = new Command("register",
            """
            Registers a source, or changes what is said of it; what is not given stays as it is. Region and date order say how records are read, so they cannot
            change while the source has records. A mapping is checked before anything is changed.

            Example: cgrains sources register housing --title 'Housing: tenancies' --region GB --date-order day-first --mapping housing.json
            """) { name, title, mapping };
        var defaults = new SourceDefaultsOptions(command, "as it is, else the mapping's, else GB", "as it is, else the mapping's, else both are kept in mind");
        var server = new ConnectionOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var source = SourceName.Require(parsed.GetRequiredValue(name), "The name of a source");
            var columns = parsed.GetValue(mapping) is { } path ? ReadMapping(path, source) : null;
            using var client = server.Connect(parsed);
            var registered = (await RegisteredSources.ReadAsync(client, cancellationToken).ConfigureAwait(false)).GetValueOrDefault(source);
            var said = defaults.Read(parsed).Or(registered is null ? columns?.Defaults : new SaidDefaults(registered.DefaultRegion, (Matching.Records.DateOrder)registered.DateOrder)).Complete();
            var answer = await client.RegisterSourceAsync(
                new Source { Name = source, Title = parsed.GetValue(title) ?? registered?.Title ?? "", DefaultRegion = said.Region, DateOrder = (DateOrder)said.DateOrder },
                cancellationToken).ConfigureAwait(false);
            if (columns is { Written: { } written })
            {
                await client.PutMappingAsync(source, written.Json, cancellationToken).ConfigureAwait(false);
            }

            server.Show(parsed, terminal, answer, now =>
            {
                terminal.Say($"{(registered is null ? "Registered" : "Changed")} the source '{now.Name}' ({SaidDefaults.Words(now.DefaultRegion, now.DateOrder)}){(now.Title.Length > 0 ? $": {now.Title}" : "")}.");
                Stored(columns, now, terminal);
            });
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Mapping(Terminal terminal)
    {
        var name = Name();
        var set = new Option<string?>("--set") { Description = "Mapping file to store, in place of the one stored before." };
        var remove = new Option<bool>("--remove") { Description = "Take the stored mapping away: columns are then recognised by their usual names." };
        var command = new Command("mapping",
            """
            Prints the mapping that the server keeps for a source's files, stores another, or takes it away. 'cgrains import --source NAME' reads files by it
            when no --mapping is given. A mapping that is wrong is refused with line and column, and the stored one stays.

            Examples: cgrains sources mapping housing > housing.json
                      cgrains sources mapping housing --set housing.json
            """) { name, set, remove };
        var server = new ConnectionOptions(command, json: false);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var source = SourceName.Require(parsed.GetRequiredValue(name), "The name of a source");
            var path = parsed.GetValue(set);
            if (path is not null && parsed.GetValue(remove))
            {
                throw new CommandException(ExitCode.Usage, "Give --set or --remove, not both.");
            }

            using var client = server.Connect(parsed);
            if (path is not null)
            {
                var columns = ReadMapping(path, source);
                await client.PutMappingAsync(source, columns.Written!.Json, cancellationToken).ConfigureAwait(false);
                Stored(columns, (await RegisteredSources.ReadAsync(client, cancellationToken).ConfigureAwait(false))[source], terminal);
            }
            else if (parsed.GetValue(remove))
            {
                terminal.Say(await client.DeleteMappingAsync(source, cancellationToken).ConfigureAwait(false)
                    ? $"The mapping of '{source}' is taken away."
                    : $"No mapping was stored for '{source}'.");
            }
            else
            {
                terminal.Say((await ReadStoredAsync(client, source, cancellationToken).ConfigureAwait(false)).TrimEnd('\n'));
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Argument<string> Name() => new("name") { Description = "Name of the source: lower-case letters, digits, '-', '_' and '.'." };

    /// <exception cref="MappingException">It is no mapping, or that of another source.</exception>
    private static ColumnMapping ReadMapping(string path, string source)
    {
        var mapping = MappingFile.Read(path);
        return mapping.Source?.Constant is { } other && other != source
            ? throw mapping.Written!.Fault($"it names the source \"{other}\", not \"{source}\": take \"source\" out, or store it for '{other}'.", "source")
            : mapping;
    }

    private static async Task<string> ReadStoredAsync(CustomerGrainsClient client, string source, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetMappingAsync(source, cancellationToken).ConfigureAwait(false);
        }
        catch (CustomerGrainsException fault) when (fault.Reason == ErrorReason.MappingNotFound)
        {
            throw new CommandException(
                ExitCode.NotFound, $"No mapping is stored for '{source}': columns are recognised by their usual names. Store one with 'cgrains sources mapping {source} --set FILE'.");
        }
    }

    /// <summary>Says that a mapping is stored, and where the source is read otherwise than it says.</summary>
    private static void Stored(ColumnMapping? mapping, Source source, Terminal terminal)
    {
        if (mapping is null)
        {
            return;
        }

        terminal.Say($"Stored {mapping.Written!.Name} as the mapping of '{source.Name}'.");
        if (mapping.Defaults.Contradicts(source))
        {
            terminal.Note($"Its region or date order is not the source's ({SaidDefaults.Words(source.DefaultRegion, source.DateOrder)}), which holds.");
        }
    }

    private static void Show(ListSourcesResponse page, Terminal terminal)
    {
        foreach (var source in page.Sources)
        {
            var words = SaidDefaults.Words(source.DefaultRegion, source.DateOrder);
            terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{source.Name,-20} {source.LiveRecords,12:N0} records  {words,-22}{(source.OneToOne ? "  holds nobody twice" : "")}  {source.Title}").TrimEnd());
        }

        if (page.Sources.Count == 0)
        {
            terminal.Note("No source is registered. 'cgrains sources register NAME' registers one; so does 'cgrains import' with the first record of one.");
        }
    }
}
