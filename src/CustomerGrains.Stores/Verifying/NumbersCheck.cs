using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.Verifying;

/// <summary>Numbers that a store keeps beside its rows are those the rows give: nothing is handed out twice, nothing is counted wrongly.</summary>
internal static class NumbersCheck
{
    private const string Name = "numbers";

    public static void Run(IStoreReader store, StoreContents contents, Findings findings)
    {
        if (store.ReadNumbers() is not { } numbers)
        {
            return;
        }

        var placed = contents.Records.Values.Where(record => !record.Component.IsNone).ToArray();
        var expected = new StoredNumbers(
            Largest(contents.Records.Keys.Concat(store.ReadReservedNumbers()).Select(record => record.Value)),
            Largest(contents.Records.Values.Select(record => record.Position)),
            contents.Events,
            Largest(contents.Assertions.Select(assertion => assertion.No)),
            contents.Ledger.Values.Count(entry => entry.State == CustomerState.Live),
            contents.Links.Count(link => link.Review),
            contents.InForce.Value,
            placed.Count(record => record.Model != contents.InForce),
            placed.Length,
            contents.IsModelUnderWay);
        Require(numbers.LastNumber == expected.LastNumber, "number of a record", numbers.LastNumber, expected.LastNumber, findings);
        Require(numbers.LastPosition == expected.LastPosition, "position", numbers.LastPosition, expected.LastPosition, findings);
        Require(numbers.LastEvent == expected.LastEvent, "event", numbers.LastEvent, expected.LastEvent, findings);
        Require(numbers.LastAssertion == expected.LastAssertion, "decision", numbers.LastAssertion, expected.LastAssertion, findings);
        Require(numbers.Model == expected.Model, "model", numbers.Model, expected.Model, findings);
        Count(numbers.LiveCustomers == expected.LiveCustomers, "live customers", numbers.LiveCustomers, expected.LiveCustomers, findings);
        Count(numbers.ReviewPairs == expected.ReviewPairs, "pairs for review", numbers.ReviewPairs, expected.ReviewPairs, findings);
        Count(numbers.FormerRecords == expected.FormerRecords, "records under a former model", numbers.FormerRecords, expected.FormerRecords, findings);
        Count(numbers.PlacedRecords == expected.PlacedRecords, "records in a component", numbers.PlacedRecords, expected.PlacedRecords, findings);
        findings.Require(numbers.IsModelUnderWay == expected.IsModelUnderWay, Name, $"Whether a change of model is under way is said once to be so and once not.");
    }

    private static long Largest(IEnumerable<long> numbers) => numbers.DefaultIfEmpty().Max();

    private static void Require(bool holds, string what, long kept, long expected, Findings findings) =>
        findings.Require(holds, Name, $"The last {what} is kept as {kept}, but the rows give {expected}.");

    private static void Count(bool holds, string what, long kept, long expected, Findings findings) =>
        findings.Require(holds, Name, $"{kept} {what} are counted, but the rows give {expected}.");
}
