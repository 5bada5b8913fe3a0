using System.Globalization;
using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Matching.Training;

/// <summary>What a training shows without labels when something is wrong with it, in words.</summary>
internal static class TrainingWarnings
{
    private const int PairsFew = 100;
    private const int CustomerLarge = 100;
    private const double RuleShare = 0.98;
    private const double BoundExceeded = 1.1;
    private const double InsideShare = 0.01;

    public static IReadOnlyList<string> Of(TrainingRecords input, Refinement refinement, IReadOnlyList<RuleCheck> rules, long within, bool settled)
    {
        var warnings = new List<string>();
        if (within < PairsFew)
        {
            warnings.Add(Text($"Only {within:N0} pairs of one customer were found. Most weights are those of the default model; train again when there are more records."));
        }

        if (!settled)
        {
            warnings.Add("The last round still changed the customers. The model is that of the last round; it can be used, but look at the pairs nearest the thresholds.");
        }

        AddBounds(input, refinement, warnings);
        var largest = refinement.CustomerOf.GroupBy(customer => customer).Max(customer => customer.Count());
        if (largest > CustomerLarge)
        {
            warnings.Add(Text($"One customer has {largest:N0} records. Look at it: a value that stands for \"unknown\" or a shared contact often holds such a group together."));
        }

        foreach (var rule in rules.Where(rule => rule.ShareOfModel >= RuleShare && rule.Together >= RuleShare * rule.Pairs))
        {
            warnings.Add(Text($"The rule \"{rule.Name}\" alone finds {rule.ShareOfModel:P1} of what the model finds, and hardly anything else. Records as easy as that say little about the model."));
        }

        if (input.Blocks.LeftOut is [.., var block])
        {
            warnings.Add(Text(
                $"{input.Blocks.LeftOut.Length:N0} blocks were too large to compare; the largest, of the scheme \"{block.Scheme.InWords()}\", has {block.Members.Length:N0} records. Their pairs were compared only where they share another key."));
        }

        return warnings;
    }

    /// <summary>Between two sources that hold nobody twice a record has one partner at most, so there cannot be more links than the smaller one has records.</summary>
    private static void AddBounds(TrainingRecords input, Refinement refinement, List<string> warnings)
    {
        var clean = refinement.Sources.Sources.Where(source => source.HoldsNobodyTwice).ToDictionary(source => source.Name, source => source.Records, StringComparer.Ordinal);
        if (clean.Count == 0)
        {
            return;
        }

        var links = new SortedDictionary<(string, string), long>();
        var insideOf = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var pair in refinement.Candidates.Pairs)
        {
            var (a, b) = (input.Identities[pair.A].Source, input.Identities[pair.B].Source);
            if (pair.Weight < refinement.Draft.Thresholds.Link || pair.Conflict || !clean.ContainsKey(a) || !clean.ContainsKey(b))
            {
                continue;
            }

            if (string.Equals(a, b, StringComparison.Ordinal))
            {
                insideOf[a] = insideOf.GetValueOrDefault(a) + 1;
            }
            else
            {
                var key = string.CompareOrdinal(a, b) < 0 ? (a, b) : (b, a);
                links[key] = links.GetValueOrDefault(key) + 1;
            }
        }

        foreach (var ((a, b), count) in links)
        {
            var possible = Math.Min(clean[a], clean[b]);
            if (count > BoundExceeded * possible)
            {
                warnings.Add(Text($"More links than are possible: {count:N0} between '{a}' and '{b}', where at most {possible:N0} can be right. Relatives or namesakes are taken for one customer."));
            }
        }

        foreach (var (source, count) in insideOf.Where(inside => inside.Value > InsideShare * clean[inside.Key]))
        {
            warnings.Add(Text($"'{source}' seems to hold nobody twice, and yet {count:N0} pairs of its {clean[source]:N0} records weigh as much as a link: relatives or namesakes are hard to tell apart here, so look at the pairs nearest the link threshold."));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
