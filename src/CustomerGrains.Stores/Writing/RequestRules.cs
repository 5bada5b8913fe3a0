using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.Writing;

/// <summary>What can be said of a request before anything is read. See <see cref="AcceptRules.Validate"/> for accepting.</summary>
internal static class RequestRules
{
    /// <exception cref="ArgumentException">The request breaks the port's contract.</exception>
    public static void Validate(AssertRequest request)
    {
        AcceptRules.ValidateIdentity(request.A);
        AcceptRules.ValidateIdentity(request.B);
        if (request.A == request.B)
        {
            throw new ArgumentException("A decision is on two different records.");
        }

        if (request.Decision is not (AssertionDecision.Same or AssertionDecision.Different or AssertionDecision.Withdraw))
        {
            throw new ArgumentException("A decision is same, different or withdraw.");
        }
    }

    /// <exception cref="ArgumentException">The request breaks the port's contract.</exception>
    public static void Validate(RereadRequest request)
    {
        AcceptRules.ValidateIdentity(request.Identity);
        AcceptRules.ValidateKeys(request.Keys);
        AcceptRules.ValidateReading(request.ReadingVersion);
    }

    /// <exception cref="ArgumentException">The request breaks the port's contract.</exception>
    public static void Validate(PutModelRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Version) || request.Content.Length == 0)
        {
            throw new ArgumentException("A model has a version and content.");
        }
    }

    /// <exception cref="ArgumentException">The commit breaks the port's contract.</exception>
    public static void Validate(ResolutionCommit commit)
    {
        foreach (var component in commit.Components)
        {
            if (component.Members.Count == 0)
            {
                throw new ArgumentException("A component has at least one member.");
            }

            for (var i = 1; i < component.Members.Count; i++)
            {
                if (component.Members[i - 1].CompareTo(component.Members[i]) >= 0)
                {
                    throw new ArgumentException("Members of a component are ascending and distinct.");
                }
            }
        }

        ValidateLinks(commit.Links, blocked: true);
        ValidateLinks(commit.UnblockedLinks, blocked: false);
        if (commit.ExpectedRecords.Count > 1 && commit.ExpectedRecords.DistinctBy(expected => expected.Record.No).Count() != commit.ExpectedRecords.Count)
        {
            throw new ArgumentException("Expected records are distinct.");
        }

        foreach (var change in commit.Ledger)
        {
            if (change.No.IsNone || (change.State == CustomerState.Superseded) == change.SupersededBy.IsNone || change.SupersededBy == change.No)
            {
                throw new ArgumentException($"The ledger entry of customer {change.No} contradicts itself.");
            }
        }
    }

    private static void ValidateLinks(IReadOnlyList<Link> links, bool blocked)
    {
        foreach (var link in links)
        {
            if (link.A.No.CompareTo(link.B.No) >= 0)
            {
                throw new ArgumentException("The smaller record of a link comes first.");
            }

            if (link.IsBlocked != blocked)
            {
                throw new ArgumentException("Blocked and unblocked links are given apart.");
            }
        }
    }
}
