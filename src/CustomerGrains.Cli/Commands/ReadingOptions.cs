using System.CommandLine;
using CustomerGrains.Cli.Importing;
using CustomerGrains.Cli.Importing.Mapping;

namespace CustomerGrains.Cli.Commands;

/// <summary>The options that say how files are read, shared by every command that reads some.</summary>
internal sealed class ReadingOptions
{
    private readonly Option<string?> _source = new("--source", "-s") { Description = "Source of the records, e.g. housing. Without it: the mapping, a source column or DATA_SOURCE says." };
    private readonly Option<string?> _mapping = new("--mapping", "-m") { Description = "Mapping file; without it columns are recognised by their usual names." };
    private readonly Option<string?> _idColumn = new("--id-column") { Description = "Column of the record id, when its name is not a usual one." };
    private readonly SourceDefaultsOptions _defaults;

    public ReadingOptions(Command command)
    {
        foreach (Option option in (Option[])[_source, _mapping, _idColumn])
        {
            command.Add(option);
        }

        _defaults = new SourceDefaultsOptions(command, "the mapping's, else GB", "the mapping's, else both are kept in mind");
    }

    /// <exception cref="MappingException">The mapping cannot be read.</exception>
    public ReadOptions Read(ParseResult parsed)
    {
        var mapping = parsed.GetValue(_mapping);
        return new ReadOptions
        {
            Source = Source(parsed),
            Mapping = mapping is null ? null : MappingFile.Read(mapping),
            IdColumn = parsed.GetValue(_idColumn),
        };
    }

    /// <summary>What is said of how the sources write, by the options or else by the mapping.</summary>
    public SaidDefaults Defaults(ParseResult parsed, ReadOptions read) => _defaults.Read(parsed).Or(read.Mapping?.Defaults);

    private string? Source(ParseResult parsed) => parsed.GetValue(_source) is { } source ? SourceName.Require(source, "--source") : null;
}
