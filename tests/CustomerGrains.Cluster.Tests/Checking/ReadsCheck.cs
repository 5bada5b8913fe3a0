using CustomerGrains.Cluster.Tests.Histories;
using CustomerGrains.Stores.Verifying;

namespace CustomerGrains.Cluster.Tests.Checking;

/// <summary>Who asks for a record after it was acknowledged finds its customer, whichever server is asked.</summary>
internal static class ReadsCheck
{
    private const string Name = "reads";

    public static IEnumerable<StoreFinding> Run(Heard heard)
    {
        var operations = heard.OfRecords.ToDictionary(record => record.Key, record => record.ToArray(), StringComparer.Ordinal);
        foreach (var read in heard.Entries.Where(entry => entry.Kind == HistoryKind.Read))
        {
            var before = operations[read.Record].Where(operation => !operation.IsRefused && (operation.First.Since == 0 || operation.First.Since < read.At)).ToArray();
            var isThere = before.Any(operation => operation.Answers.Any(answer => answer.At < read.Since));
            var mayBeGone = before.Any(operation => operation.First.Content!.Length == 0);
            if (isThere && !mayBeGone && read.Customer!.Length == 0)
            {
                yield return new StoreFinding(Name, $"{read.Record} had been acknowledged before {read.Since} and was never deleted, but was not found at {read.At}.");
            }
        }
    }
}
