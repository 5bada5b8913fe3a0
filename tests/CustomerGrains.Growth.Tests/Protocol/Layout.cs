using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Growth.Tests.Protocol;

/// <summary>Where things are: records by the hash of their number, keys by range. Keys are hashes, so ranges are as even as hashes are.</summary>
/// <param name="Partitions">How many partitions there are.</param>
internal readonly record struct Layout(int Partitions)
{
    /// <summary>Home of a record.</summary>
    public int HomeOf(int record) => (int)((ulong)(uint)((uint)record * 2_654_435_769u) * (ulong)Partitions >> 32);

    /// <summary>Partition of a key.</summary>
    public int PartitionOf(BlockingKey key) => (int)((UInt128)key.Value * (ulong)Partitions >> 64);
}
