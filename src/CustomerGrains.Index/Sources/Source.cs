using CustomerGrains.Matching.Records;

namespace CustomerGrains.Index.Sources;

/// <summary>A system that sends records.</summary>
/// <param name="Name">Lower-case letters, digits, '-', '_' and '.'; 1 to 64 characters.</param>
/// <param name="Title">For people to read; may be empty.</param>
public sealed record Source(string Name, string Title, SourceDefaults Defaults);

/// <summary>A source as it stands, with its number of live records.</summary>
public sealed record SourceStatus(Source Source, long LiveRecords);
