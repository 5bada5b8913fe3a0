using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Index.Hosting;

/// <summary>Gives grains their addresses. Implemented by every host.</summary>
/// <remarks>
/// What a host promises: a grain runs one call at a time, to its end, in the order of arrival. What it does not: a grain may be dropped whenever it
/// is idle and is built anew by the next call; two copies of a grain may exist for a moment; a call that throws may have run.
/// </remarks>
public interface IGrainDirectory
{
    /// <summary>The grain of a blocking key.</summary>
    IBlockingKeyGrain GetBlockingKey(BlockingKey key);

    /// <summary>The grain that owns the component whose smallest record this is.</summary>
    ICustomerGrain GetCustomer(RecordNo owner);
}
