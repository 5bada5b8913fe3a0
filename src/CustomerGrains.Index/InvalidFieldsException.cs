namespace CustomerGrains.Index;

/// <summary>A field that cannot be taken as it is.</summary>
/// <param name="Field">Path in the names of the protos, e.g. "record.names[2].surname".</param>
/// <param name="Description">What is wrong and what is wanted, in words; never the value.</param>
public sealed record FieldViolation(string Field, string Description);

/// <summary>What was sent cannot be taken as it is; nothing was written.</summary>
public sealed class InvalidFieldsException(IReadOnlyList<FieldViolation> violations)
    : Exception($"{violations.Count} invalid field(s): {string.Join("; ", violations.Select(violation => $"{violation.Field}: {violation.Description}"))}")
{
    /// <summary>At least one.</summary>
    public IReadOnlyList<FieldViolation> Violations { get; } = violations;
}

/// <summary>The record is larger than the index takes; nothing was written.</summary>
public sealed class RecordTooLargeException(long bytes, long bytesMax) : Exception($"The record has {bytes} bytes, at most {bytesMax} are taken.")
{
    public long Bytes { get; } = bytes;

    public long BytesMax { get; } = bytesMax;
}
