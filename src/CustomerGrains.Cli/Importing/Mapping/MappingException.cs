namespace CustomerGrains.Cli.Importing.Mapping;

/// <summary>A mapping does not fit its file, or is not a mapping; the message says where and what to write instead.</summary>
internal sealed class MappingException(string message) : Exception(message);
