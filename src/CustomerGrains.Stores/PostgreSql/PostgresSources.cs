using System.Collections.Concurrent;

namespace CustomerGrains.Stores.PostgreSql;

/// <summary>Names and numbers of sources, as far as this process has met them. A pair never changes once it is durable.</summary>
internal sealed class PostgresSources
{
    private readonly ConcurrentDictionary<string, int> _numbers = new(StringComparer.Ordinal);

    // Numbers given in the open transaction: for others, and after it was taken back, they are not there.
    private readonly Dictionary<string, int> _pending = new(StringComparer.Ordinal);

    public bool TryFind(string name, out int number) => _numbers.TryGetValue(name, out number) || _pending.TryGetValue(name, out number);

    public void Add(string name, int number) => _numbers[name] = number;

    /// <summary>The number was given in the open transaction, so no record has it yet but those of the transaction itself.</summary>
    public bool IsPending(int number) => _pending.ContainsValue(number);

    public void AddPending(string name, int number) => _pending[name] = number;

    public void Committed()
    {
        foreach (var (name, number) in _pending)
        {
            Add(name, number);
        }

        _pending.Clear();
    }

    public void RolledBack() => _pending.Clear();
}
