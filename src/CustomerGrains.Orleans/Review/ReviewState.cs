using System.Collections.Immutable;
using CustomerGrains.Orleans.Storing;

namespace CustomerGrains.Orleans.Review;

/// <summary>State of a possible match under review, as stored.</summary>
public sealed record ReviewState
{
    public ReviewAssignment? Held { get; init; }

    public ImmutableArray<DoneOperation<ReviewAssignment?>> Operations { get; init; } = [];

    /// <summary>Who has it at a time.</summary>
    internal ReviewAssignment? HolderAt(DateTimeOffset now) => Held is { } held && held.Until > now ? held : null;

    internal static (ReviewState Next, ReviewAssignment Outcome) Assign(ReviewState current, AssignReview command, DateTimeOffset now)
    {
        if (DoneOperations.TryFind(current.Operations, command.OperationId, out var earlier) && earlier is not null)
        {
            return (current, earlier);
        }

        var holder = current.HolderAt(now);
        if (holder is not null && holder.Assignee != command.Assignee)
        {
            // Written nowhere: a refusal may be asked again and come out otherwise.
            return (current, holder);
        }

        var given = new ReviewAssignment { Assignee = command.Assignee, Since = holder?.Since ?? now, Until = command.Until };
        return (current with { Held = given, Operations = DoneOperations.With(current.Operations, command.OperationId, (ReviewAssignment?)given) }, given);
    }

    internal static (ReviewState Next, bool Outcome) Release(ReviewState current, string operationId, string assignee)
    {
        if (DoneOperations.TryFind(current.Operations, operationId, out _))
        {
            return (current, true);
        }

        return current.Held?.Assignee == assignee
            ? (current with { Held = null, Operations = DoneOperations.With(current.Operations, operationId, (ReviewAssignment?)null) }, true)
            : (current, false);
    }
}
