using System.IO.Hashing;
using CustomerGrains.Cluster.Tests.Checking;
using CustomerGrains.Matching.Records;
using CustomerGrains.Stores.Verifying;

namespace CustomerGrains.Cluster.Tests.Recovering;

/// <summary>Compares what a store holds with what was sent to it, reading the tables themselves.</summary>
internal static class HeldRecords
{
    private const string Name = "recovered";
    private const int FindingsMax = 20;

    /// <summary>Every acknowledged record is held once, live, in a customer and with the content that was sent; whatever else is held was sent and not answered.</summary>
    /// <param name="anyHeld">Records of unknown outcome that are held.</param>
    public static IReadOnlyList<StoreFinding> Compare(StoreLocation location, TownStream town, out long anyHeld)
    {
        var sent = new Dictionary<string, (UInt128 Content, bool IsAcknowledged)>(StringComparer.Ordinal);
        foreach (var (record, isAcknowledged) in town.Sent())
        {
            sent.Add($"{record.Identity}", (XxHash128.HashToUInt128(SourceRecordCodec.Encode(town.Read(record))), isAcknowledged));
        }

        var findings = new List<StoreFinding>();
        anyHeld = 0;
        using var connection = location.Connect();
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = location.Dialect.SelectRecords;
        using var rows = command.ExecuteReader();
        while (rows.Read() && findings.Count < FindingsMax)
        {
            var identity = $"{rows.GetString(1)}:{rows.GetString(2)}";
            if (!sent.Remove(identity, out var expected))
            {
                findings.Add(new StoreFinding(Name, $"{identity} is held twice, or nobody sent it."));
            }
            else if (XxHash128.HashToUInt128((byte[])rows[7]) != expected.Content)
            {
                findings.Add(new StoreFinding(Name, $"{identity} is held with other content than was sent."));
            }
            else if (Convert.ToInt64(rows[6], System.Globalization.CultureInfo.InvariantCulture) == 0)
            {
                findings.Add(new StoreFinding(Name, $"{identity} is in no customer."));
            }

            anyHeld += expected.IsAcknowledged ? 0 : 1;
        }

        findings.AddRange(sent.Where(record => record.Value.IsAcknowledged).Take(FindingsMax).Select(record => new StoreFinding(Name, $"{record.Key} was acknowledged and is not held.")));
        return findings;
    }
}
