using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cli.Importing;

/// <summary>What one row or line of a file says: a record, or why it is none.</summary>
/// <param name="Line">Number of its first line.</param>
/// <param name="Identity">Names the record; the default when rejected.</param>
/// <param name="Record">The record; null when rejected.</param>
/// <param name="Version">Version the source gives; 0: none.</param>
/// <param name="Reason">Why it was rejected; null when it was not.</param>
internal readonly record struct ReadRecord(long Line, RecordIdentity Identity, SourceRecord? Record, long Version, string? Reason)
{
    public static ReadRecord Reject(long line, string reason) => new(line, default, null, 0, reason);
}
