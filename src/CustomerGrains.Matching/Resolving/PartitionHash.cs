using System.IO.Hashing;
using System.Runtime.InteropServices;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Matching.Resolving;

/// <summary>Sums a partition up in one number, so that two runs can be compared at a glance.</summary>
public static class PartitionHash
{
    /// <summary>Hash of a partition: 32 hexadecimal digits that depend on which records are together and on nothing else.</summary>
    public static string Compute(IEnumerable<IReadOnlyCollection<RecordIdentity>> customers)
    {
        var canonical = customers
            .Where(records => records.Count > 0)
            .Select(records => records.Order().ToArray())
            .OrderBy(records => records[0])
            .ToArray();
        var hash = new XxHash128();
        foreach (var records in canonical)
        {
            foreach (var record in records)
            {
                hash.Append(MemoryMarshal.AsBytes(record.Source.AsSpan()));
                hash.Append([0, 0]);
                hash.Append(MemoryMarshal.AsBytes(record.RecordId.AsSpan()));
                hash.Append([1, 0]);
            }

            hash.Append([2, 0]);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
