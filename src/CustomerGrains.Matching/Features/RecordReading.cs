namespace CustomerGrains.Matching.Features;

/// <summary>How this build reads records: what standardising makes of one, how its features are encoded and which keys are derived from them, as one number.</summary>
/// <remarks>A store keeps with every record by which version it was read, and reads those of an older one anew, so that records that came before an upgrade and after it are compared by the same reading.</remarks>
public static class RecordReading
{
    /// <summary>Version of reading. Raise it by one whenever the same record under the same settings of its source comes to other features, to features encoded otherwise, or to other keys; a test over fixed
    /// records fails when that has happened. A scheme whose keys become those of values, or are so no longer, is a new scheme, because a key must count as a value for all or for none. Never lower it: a store that was read by a later version is not opened by an earlier one. Records of stores of before versions were kept count as read by 1; 2 has keys of rare full names and of short local parts and none of two initials and a birth date.</summary>
    public const int Version = 2;
}
