using System.Text.Json;
using System.Text.Json.Serialization;

namespace CustomerGrains.Cluster.Tests.Histories;

/// <summary>What all clients of a run did and heard, in the order in which it happened here. Safe for concurrent use.</summary>
internal sealed class History
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    private readonly Lock _gate = new();
    private readonly List<HistoryEntry> _entries = [];
    private long _at;

    public IReadOnlyList<HistoryEntry> Entries
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries];
            }
        }
    }

    /// <summary>The next place in the order, for something that takes time.</summary>
    public long Now()
    {
        lock (_gate)
        {
            return ++_at;
        }
    }

    /// <summary>Adds a line at the next place.</summary>
    public void Add(HistoryEntry entry)
    {
        lock (_gate)
        {
            _entries.Add(entry with { At = ++_at });
        }
    }

    /// <summary>Writes one JSON object a line.</summary>
    public void Write(string file) => File.WriteAllLines(file, Entries.Select(entry => JsonSerializer.Serialize(entry, Json)));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static History Read(string file)
    {
        var history = new History();
        history._entries.AddRange(File.ReadLines(file).Select(line => JsonSerializer.Deserialize<HistoryEntry>(line, Json)!));
        history._at = history._entries.Count == 0 ? 0 : history._entries.Max(entry => entry.At);
        return history;
    }
}
