using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace CustomerGrains.Matching.Records;

/// <summary>Names a record: the source that sends it and the id it has there.</summary>
/// <remarks>Compares ordinally. The default names no record.</remarks>
public readonly record struct RecordIdentity(string Source, string RecordId) : IComparable<RecordIdentity>
{
    /// <summary>Most characters of a source's name.</summary>
    public const int SourceLengthMax = 64;

    /// <summary>Most characters of a record id.</summary>
    public const int RecordIdLengthMax = 256;

    /// <summary>64 bits that depend on the identity alone. Ties are broken by it, because a number handed out on arrival would let the order of arrival show.</summary>
    public ulong TieBreaker
    {
        get
        {
            var hash = new XxHash64();
            hash.Append(MemoryMarshal.AsBytes(Source.AsSpan()));
            hash.Append([0, 0]);
            hash.Append(MemoryMarshal.AsBytes(RecordId.AsSpan()));
            return hash.GetCurrentHashAsUInt64();
        }
    }

    /// <inheritdoc/>
    public int CompareTo(RecordIdentity other)
    {
        var bySource = string.CompareOrdinal(Source, other.Source);
        return bySource != 0 ? bySource : string.CompareOrdinal(RecordId, other.RecordId);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Source}:{RecordId}";
}
