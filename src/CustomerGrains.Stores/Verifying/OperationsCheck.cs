using CustomerGrains.Index.Journal;
using CustomerGrains.Stores.Writing;

namespace CustomerGrains.Stores.Verifying;

/// <summary>The operations a record remembers: so many at most, each once, each with an id and what it was answered.</summary>
internal static class OperationsCheck
{
    /// <returns>What is wrong with them, as what the record does; null: nothing.</returns>
    public static string? FaultOf(byte[] earlier)
    {
        RecordOperation[] operations;
        try
        {
            operations = Encodings.ToOperations(earlier);
        }
        catch (InvalidDataException)
        {
            return "has earlier operations that cannot be read";
        }

        return operations.Length > RecordOperations.CountMax ? $"remembers {operations.Length} earlier operations, more than it may"
            : operations.Any(operation => operation.Id == 0 || operation.Effect is < AcceptEffect.Created or > AcceptEffect.Absent) ? "has earlier operations that say nothing"
            : operations.DistinctBy(operation => operation.Id).Count() < operations.Length ? "remembers one earlier operation twice"
            : null;
    }
}
