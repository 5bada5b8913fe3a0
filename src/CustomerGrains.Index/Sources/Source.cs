using CustomerGrains.Matching.Records;

namespace CustomerGrains.Index.Sources;

/// <summary>A system that sends records.</summary>
/// <param name="Name">Lower-case letters, digits, '-', '_' and '.'; 1 to 64 characters.</param>
/// <param name="Title">For people to read; may be empty.</param>
public sealed record Source(string Name, string Title, SourceDefaults Defaults);

/// <summary>A source as it stands, with its number of live records.</summary>
public sealed record SourceStatus(Source Source, long LiveRecords);

/// <summary>The way a source is read cannot change while it has live records: they would differ from the same records taken in anew.</summary>
public sealed class SourceInUseException(string source) : Exception($"Source '{source}' has records, so the way they are read cannot change.");
