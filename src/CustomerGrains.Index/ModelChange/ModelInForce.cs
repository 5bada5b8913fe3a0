using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Index.ModelChange;

/// <summary>A model with the number the journal gave it.</summary>
public sealed record NumberedModel(ModelNo No, MatchingModel Model);

/// <summary>The model in force as this process knows it, and former ones by number.</summary>
/// <remarks>Another process may have put the store under another model meanwhile: then a commit computed under this one is refused, and <see cref="RefreshAsync"/> finds out. Knowing too late costs
/// work, never an outcome.</remarks>
public sealed class ModelInForce(IJournal journal, NumberedModel first)
{
    private volatile NumberedModel _current = first;

    /// <summary>The model in force when last heard of.</summary>
    public NumberedModel Current => _current;

    /// <summary>A model by number: the one that evidence is computed under, wherever it is computed.</summary>
    public ValueTask<NumberedModel> GetAsync(ModelNo no, CancellationToken cancellationToken)
    {
        var current = _current;
        return current.No == no ? new(current) : FindAsync(no, cancellationToken);
    }

    /// <summary>Asks the journal which model is in force.</summary>
    public async ValueTask<NumberedModel> RefreshAsync(CancellationToken cancellationToken)
    {
        var status = await journal.ReadStatusAsync(cancellationToken).ConfigureAwait(false);
        var current = _current;
        if (status.Model != current.No)
        {
            var read = await ReadAsync(status.Model, cancellationToken).ConfigureAwait(false);

            // Somebody else may have been quicker, and know of a later one.
            while (read.No.CompareTo(current.No) > 0 && Interlocked.CompareExchange(ref _current, read, current) != current)
            {
                current = _current;
            }
        }

        return _current;
    }

    private async ValueTask<NumberedModel> FindAsync(ModelNo no, CancellationToken cancellationToken)
    {
        var current = await RefreshAsync(cancellationToken).ConfigureAwait(false);
        return current.No == no ? current : await ReadAsync(no, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<NumberedModel> ReadAsync(ModelNo no, CancellationToken cancellationToken)
    {
        var stored = await journal.ReadModelAsync(no, cancellationToken).ConfigureAwait(false) ?? throw new InvalidOperationException($"The journal has no model {no}.");
        return new NumberedModel(stored.No, MatchingModel.Parse(stored.Content));
    }
}
