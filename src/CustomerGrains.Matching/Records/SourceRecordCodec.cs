namespace CustomerGrains.Matching.Records;

/// <summary>Canonical JSON form of a record, as the journal keeps it: equal records have equal bytes.</summary>
public static class SourceRecordCodec
{
    public static byte[] Encode(SourceRecord record) => throw new NotImplementedException();

    /// <exception cref="InvalidDataException">Not a record.</exception>
    public static SourceRecord Decode(ReadOnlySpan<byte> json) => throw new NotImplementedException();
}
