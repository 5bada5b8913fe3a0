using System.CommandLine;
using CustomerGrains.Cli.Importing;
using CustomerGrains.Cli.Importing.Mapping;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cli.Commands;

/// <summary>The options that say how files are read, shared by every command that reads some.</summary>
internal sealed class ReadingOptions
{
    private readonly Option<string?> _source = new("--source", "-s") { Description = "Source of the records, e.g. housing. Without it: the mapping, a source column or DATA_SOURCE says." };
    private readonly Option<string?> _mapping = new("--mapping", "-m") { Description = "Mapping file; without it columns are recognised by their usual names." };
    private readonly Option<string?> _idColumn = new("--id-column") { Description = "Column of the record id, when its name is not a usual one." };
    private readonly Option<string?> _region = new("--region") { Description = "Two-letter region that phones and addresses are read in. Default: the mapping's, else GB." };
    private readonly Option<string?> _dateOrder = new("--date-order") { Description = "day-first or month-first, for dates such as 03/04/1970. Default: the mapping's, else both are kept in mind." };

    public ReadingOptions(Command command)
    {
        _region.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is not { Length: 2 } region || !region.All(char.IsAsciiLetter))
            {
                result.AddError("--region must be a two-letter region such as GB or US.");
            }
        });
        _dateOrder.AcceptOnlyFromAmong("day-first", "month-first");
        foreach (Option option in (Option[])[_source, _mapping, _idColumn, _region, _dateOrder])
        {
            command.Add(option);
        }
    }

    /// <exception cref="MappingException">The mapping cannot be read.</exception>
    public ReadOptions Read(ParseResult parsed)
    {
        var mapping = parsed.GetValue(_mapping);
        return new ReadOptions
        {
            Source = Source(parsed),
            Mapping = mapping is null ? null : MappingFile.Read(mapping),
            MappingText = mapping is null ? null : File.ReadAllText(mapping),
            IdColumn = parsed.GetValue(_idColumn),
        };
    }

    /// <summary>How the sources write what can be read in more than one way; null when neither the options nor the mapping say.</summary>
    public SourceDefaults? Defaults(ParseResult parsed, ReadOptions read)
    {
        var (region, order) = (parsed.GetValue(_region), parsed.GetValue(_dateOrder));
        if (region is null && order is null)
        {
            return read.Mapping?.Defaults;
        }

        var said = read.Mapping?.Defaults ?? new SourceDefaults();
        return said with
        {
            Region = region?.ToUpperInvariant() ?? said.Region,
            DateOrder = order switch { null => said.DateOrder, "day-first" => DateOrder.DayFirst, _ => DateOrder.MonthFirst },
        };
    }

    private string? Source(ParseResult parsed) =>
        parsed.GetValue(_source) is not { } source || SourceName.IsValid(source)
            ? parsed.GetValue(_source)
            : throw new MappingException($"--source must be lower-case letters, digits, '-', '_' and '.', not '{source}'."
                + (SourceName.From(source) is { } name ? $" Did you mean '{name}'?" : ""));
}
