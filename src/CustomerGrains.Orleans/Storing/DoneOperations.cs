using System.Collections.Immutable;

namespace CustomerGrains.Orleans.Storing;

/// <summary>An operation that was done, and what it was answered.</summary>
/// <param name="Id">The caller's operation id.</param>
public sealed record DoneOperation<TOutcome>(string Id, TOutcome Outcome);

/// <summary>The latest operations done on a state, kept in it: a repeat whose first answer was lost is answered from here.</summary>
public static class DoneOperations
{
    /// <summary>How many are kept; a repeat that comes after so many others is done anew.</summary>
    public const int CountMax = 32;

    /// <summary>Characters an operation id may have.</summary>
    public const int IdLengthMax = 128;

    /// <summary>What an operation was answered; false when it is not known.</summary>
    public static bool TryFind<TOutcome>(ImmutableArray<DoneOperation<TOutcome>> done, string id, out TOutcome outcome)
    {
        foreach (var operation in done.IsDefault ? [] : done)
        {
            if (operation.Id == id)
            {
                outcome = operation.Outcome;
                return true;
            }
        }

        outcome = default!;
        return false;
    }

    /// <summary>With one more; the oldest goes when there are too many.</summary>
    public static ImmutableArray<DoneOperation<TOutcome>> With<TOutcome>(ImmutableArray<DoneOperation<TOutcome>> done, string id, TOutcome outcome)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(id.Length, IdLengthMax, nameof(id));
        var kept = done.IsDefault ? [] : done.Length < CountMax ? done : done.RemoveRange(0, done.Length - CountMax + 1);
        return kept.Add(new DoneOperation<TOutcome>(id, outcome));
    }
}
