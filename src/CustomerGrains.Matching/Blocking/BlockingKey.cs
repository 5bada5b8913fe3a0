using System.Globalization;

namespace CustomerGrains.Matching.Blocking;

/// <summary>A trait that two records must share to be compared: a keyed 64-bit hash of (scheme, value), never readable.</summary>
/// <remarks>Keys show up in logs, dashboards and table columns, so they must say nothing. A key is durable: changing how a scheme derives
/// its value orphans every stored posting, so add a new scheme instead. The default is a key like any other and names nothing in particular.</remarks>
public readonly record struct BlockingKey(ulong Value) : IComparable<BlockingKey>
{
    /// <inheritdoc/>
    public int CompareTo(BlockingKey other) => Value.CompareTo(other.Value);

    /// <summary>Sixteen hexadecimal digits behind a fixed prefix that no hexadecimal parser accepts.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"k1.{Value:x16}");
}
