namespace CustomerGrains.Growth.Tests.Protocol;

/// <summary>One partition: the home of some records, the postings of some keys, and the components whose smallest record is at home here. Everything in it is durable; one call is one transaction of its own
/// database, and what it sends is in its outbox when that has committed. No transaction ever spans two partitions, and none waits for another.</summary>
internal sealed partial class Partition(int me, Layout layout, Matcher matcher, Plant plant, Action<int, Message> send)
{
    /// <summary>Applies a message.</summary>
    public void Apply(Message message)
    {
        switch (message)
        {
            case FileKeys file:
                Apply(file);
                break;
            case Filed filed:
                Apply(filed);
                break;
            case CrowdChanged changed:
                Apply(changed);
                break;
            case ReadEntries read:
                Apply(read);
                break;
            case EntriesRead read:
                Apply(read);
                break;
            case ToHolder addressed:
                Route(addressed);
                break;
            case Transfer transfer:
                Apply(transfer);
                break;
            case Placed placed:
                Apply(placed);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(message), message, "Not a message of partitions.");
        }
    }

    private void Send(int to, Message message) => send(to, message);
}

/// <summary>Bugs that are put in on purpose, to see that they are found.</summary>
internal enum Plant
{
    None,

    /// <summary>A transfer that arrives again is applied again.</summary>
    AppliedTwice,

    /// <summary>What had not left the outbox is forgotten in a crash.</summary>
    OutboxForgotten,

    /// <summary>Any placement counts, the older ones too.</summary>
    PlacementOrderIgnored,

    /// <summary>Links count though their records have moved on.</summary>
    RevisionsIgnored,

    /// <summary>A revision counts as probed before all its keys have answered.</summary>
    FirstAnswerSuffices,

    /// <summary>A component that is met does not answer.</summary>
    MeetingUnanswered,

    /// <summary>Components never fall apart.</summary>
    NoSplits,
}
