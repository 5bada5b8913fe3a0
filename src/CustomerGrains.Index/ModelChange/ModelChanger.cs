using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Index.ModelChange;

/// <summary>Which model a store is under: at its first opening, ever after, and when it is changed.</summary>
/// <remarks>
/// <para>A change is one write: from then on the new model is in force, and no resolution computed under another is taken. Customers are not touched by it. Each component is placed anew under
/// the new model when a record or a decision touches it, or when <see cref="ModelSweep"/> comes to it, whichever is first; until then its customers are what the former model made of them.</para>
/// <para>So at every moment each customer is a resolution under one model, never a mixture: a component is placed as a whole, with the links of all its members under the model in force.</para>
/// </remarks>
public static class ModelChanger
{
    private const string Remedy = "To change the model of a store: 'cgrains model diff FILE', then 'cgrains model apply FILE', while it is served under the model it has";

    /// <summary>The model a store is under; puts a fresh one under <paramref name="wanted"/>.</summary>
    /// <param name="wanted">The model the store must be under; null: whatever it is under, and the built-in one when it is fresh.</param>
    /// <exception cref="ModelMismatchException">The store is under another model, or under one this version cannot read.</exception>
    public static async ValueTask<NumberedModel> OpenAsync(IJournal journal, MatchingModel? wanted, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var stored = await journal.ReadModelAsync(default, cancellationToken).ConfigureAwait(false);
            if (stored is { Content.Length: > 0 })
            {
                return Require(stored, wanted);
            }

            var model = wanted ?? MatchingModel.Default;
            if (stored is not null && stored.Version != model.Version)
            {
                throw new ModelMismatchException(
                    $"The store is of a version that did not keep its model and was resolved under model '{stored.Version}', not '{model.Version}'. "
                    + "Serve it with that model's file (--model FILE), or put it under another while it is stopped: cgrains model apply FILE --data FOLDER.");
            }

            // Of several first openers one wins, and all are told which.
            await journal.PutModelAsync(new PutModelRequest { Expected = stored?.No ?? default, Version = model.Version, Content = model.ToJson() }, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Puts a store under another model. Works on one whose model this version cannot read, too.</summary>
    /// <param name="expected">The model that must be in force; none: whichever is.</param>
    public static async ValueTask<PutModelReply> ApplyAsync(
        IJournal journal, MatchingModel model, string appliedBy, string reason, ModelNo expected = default, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var inForce = await journal.ReadModelAsync(default, cancellationToken).ConfigureAwait(false);
            if (inForce is not null && IsTheSame(inForce, model))
            {
                return new PutModelReply(PutModelOutcome.InForce, inForce);
            }

            if (!expected.IsNone && inForce?.No != expected)
            {
                return new PutModelReply(PutModelOutcome.Overtaken, inForce);
            }

            var reply = await journal.PutModelAsync(
                new PutModelRequest { Expected = inForce?.No ?? default, Version = model.Version, Content = model.ToJson(), AppliedBy = appliedBy, Reason = reason },
                cancellationToken).ConfigureAwait(false);
            if (reply.Outcome != PutModelOutcome.Overtaken)
            {
                return reply;
            }
        }
    }

    private static NumberedModel Require(StoredModel stored, MatchingModel? wanted)
    {
        NumberedModel held;
        try
        {
            held = new NumberedModel(stored.No, MatchingModel.Parse(stored.Content));
        }
        catch (InvalidDataException fault)
        {
            throw new ModelMismatchException(
                $"The store is under model '{stored.Version}', which this version cannot read: {fault.Message} Put it under another while it is stopped: cgrains model apply FILE --data FOLDER.", fault);
        }

        if (wanted is null || IsTheSame(stored, wanted))
        {
            return held;
        }

        throw new ModelMismatchException(
            wanted.Version == stored.Version
                ? $"The store is under a model of version '{stored.Version}' with other content than the file's: every change of a model needs a version of its own. {Remedy}."
                : $"The store is under model '{stored.Version}', not '{wanted.Version}'. {Remedy}; or serve without --model.");
    }

    /// <summary>Compared by what they say: a later version may write the same model differently.</summary>
    private static bool IsTheSame(StoredModel stored, MatchingModel model)
    {
        if (stored.Version != model.Version || stored.Content.Length == 0)
        {
            return false;
        }

        try
        {
            return MatchingModel.Parse(stored.Content).ToJson().AsSpan().SequenceEqual(model.ToJson());
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
