namespace CustomerGrains.Cli.Importing.Mapping;

/// <summary>A mapping does not fit its file, or is not a mapping; the message says where and what to write instead.</summary>
/// <param name="key">Where in the mapping, e.g. "names[0].given"; null: not at any one place.</param>
internal sealed class MappingException(string message, string? key = null) : Exception(message)
{
    public string? Key { get; } = key;
}
