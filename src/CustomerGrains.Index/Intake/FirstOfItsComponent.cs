using CustomerGrains.Index.Journal;

namespace CustomerGrains.Index.Intake;

/// <summary>The commit of a record that was never seen before and links to nobody: most records, so it is made without asking any grain.</summary>
/// <remarks>Right because the commit requires the record to be in no component yet: had an assertion or another record's evidence drawn it into one in the meantime, or had the
/// record changed, the commit is refused and the long way is taken.</remarks>
internal static class FirstOfItsComponent
{
    public static CustomerNo CustomerOf(RecordRevision subject) => new(subject.No.Value);

    public static ResolutionCommit CommitOf(RecordRevision subject, IReadOnlyList<Link> links, ModelNo model)
    {
        var customer = CustomerOf(subject);
        return new ResolutionCommit
        {
            Model = model,
            Expected = [],
            ExpectedRecords = [(subject, default)],
            Links = links,
            UnblockedLinks = [],
            Components = [new CommittedComponent([subject.No])],
            Customers = [(subject.No, customer)],
            Ledger = [new LedgerChange(customer, CustomerState.Live, subject.No, default)],
            Events = [new EventDraft { Kind = EventKind.Created, Customer = customer, Added = [subject.No] }],
            Resolved = [subject],
        };
    }
}
