using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.Verifying;

/// <summary>Links hold, certain ones never leave a component, decisions are obeyed, and what is up for review is what ought to be.</summary>
internal static class LinkCheck
{
    private const string Name = "links";
    private const string AssertionName = "assertions";

    public static void Run(StoreContents contents, Findings findings)
    {
        var decided = contents.Assertions.Where(assertion => assertion.Newest && assertion.Decision != AssertionDecision.Withdraw).Select(assertion => (assertion.A, assertion.B)).ToHashSet();
        var done = 0;
        foreach (var link in contents.Links)
        {
            findings.Report(Name, ++done, contents.Links.Count);
            var pair = $"The link of {contents.Name(link.A.No)} and {contents.Name(link.B.No)}";
            findings.Require(link.A.No.CompareTo(link.B.No) < 0, Name, $"{pair} does not name the smaller record first.");
            if (!Holds(link.A, contents, out var a) || !Holds(link.B, contents, out var b))
            {
                findings.Add(Name, $"{pair} is of a revision that is not current, or of a deleted record.");
                continue;
            }

            findings.Require(
                link.Kind != LinkKind.Edge || a.Component == b.Component || !a.IsResolved || !b.IsResolved,
                Name,
                $"{pair} is an edge, but they are in different components.");
            var review = !a.Customer.IsNone && !b.Customer.IsNone && a.Customer != b.Customer && !decided.Contains((a.No, b.No));
            findings.Require(review == link.Review, Name, $"{pair} {(review ? "ought to be" : "must not be")} up for review.");
        }

        CheckAssertions(contents, findings);
    }

    private static bool Holds(RecordRevision record, StoreContents contents, out StoredRecord stored) =>
        contents.Records.TryGetValue(record.No, out stored!) && stored.IsLive && stored.Revision == record.Revision;

    private static void CheckAssertions(StoreContents contents, Findings findings)
    {
        var newest = new HashSet<(RecordNo, RecordNo)>();
        foreach (var assertion in contents.Assertions.AsEnumerable().Reverse())
        {
            var pair = $"Decision {assertion.No} on {contents.Name(assertion.A)} and {contents.Name(assertion.B)}";
            if (assertion.A.CompareTo(assertion.B) >= 0 || !contents.Records.TryGetValue(assertion.A, out var a) || !contents.Records.TryGetValue(assertion.B, out var b))
            {
                findings.Add(AssertionName, $"{pair} is not on two records that are there, smaller first.");
                continue;
            }

            findings.Require(newest.Add((assertion.A, assertion.B)) == assertion.Newest, AssertionName, $"{pair} is {(assertion.Newest ? "not the newest, but counts as it" : "the newest, but does not count as it")}.");
            if (!assertion.Newest || !assertion.Resolved || !a.IsLive || !b.IsLive || !a.IsResolved || !b.IsResolved)
            {
                continue;
            }

            findings.Require(
                assertion.Decision != AssertionDecision.Different || a.Customer != b.Customer, AssertionName, $"{pair} says different, but they are one customer.");
            findings.Require(
                assertion.Decision != AssertionDecision.Same || a.Component == b.Component, AssertionName, $"{pair} says same, but they are in different components.");
        }
    }
}
