using System.Globalization;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Explaining;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Training;

namespace CustomerGrains.Cli.Training;

/// <summary>A page about a trained model: what it weighs, what that was learnt from, and where to look.</summary>
internal static class TrainingReport
{
    /// <summary>The page, in one file that loads nothing.</summary>
    /// <param name="batch">The records trained on, for the values of pairs near the thresholds.</param>
    public static string ToHtml(TrainingResult result, IReadOnlyList<BatchRecord> batch, string title)
    {
        var page = new HtmlPage(title);
        page.Paragraph(Text(
            $"{result.Records:N0} records were found to be {result.Customers:N0} customers, with {result.PairsWithin:N0} pairs of records within customers; {result.Candidates:N0} pairs share a blocking key and were compared. Model {result.Model.Version}, after {result.Rounds} rounds."));
        page.Paragraph(Text(
            $"Two records are linked from {Bits(result.Model.LinkThreshold)} bits, shown for review from {Bits(result.Model.ReviewThreshold)}, and groups of records join at an average of {Bits(result.Model.JoinThreshold)}. At {Bits(result.EvenWeight)} bits two records are as likely one customer as two; each bit more doubles the odds."));
        page.Notes(result.Warnings);
        page.Heading("Weights of pairs");
        page.Paragraph("Pairs that share a blocking key, by weight. A good model has two hills with a valley between them, and the thresholds in the valley. The height is logarithmic, so that few pairs can be seen beside many; the coloured part is the share within customers.");
        page.Picture(TrainingPictures.Distribution(result));
        page.Heading("Weights of levels");
        page.Paragraph("What each outcome of a comparison adds to the weight of a pair. The mark is the default model's weight. Where a weight comes on top of the value's own (names, words of organisations), only the difference is shown: a rare name adds more.");
        page.Picture(TrainingPictures.Weights(result));
        page.Heading("m and u");
        page.Paragraph("How often each outcome is seen in pairs of one customer (m, filled) and of two customers (u, hollow), of the pairs that have the attribute on both sides. The scale is logarithmic: the longer the line, the more the outcome says.");
        page.Picture(TrainingPictures.Shares(result));
        page.Heading("Blocking keys");
        page.Paragraph("Pairs within customers by the kinds of keys that bring them together: alone, or together with other kinds. What no kind brings alone could be left out without loss. \"EM\" is the share of one customer that was estimated inside the blocks of a kind; kinds without it say too little of one person to learn from.");
        page.Picture(TrainingPictures.Schemes(result));
        page.Table("Blocking keys", ["key", "pairs", "within customers", "by no other key", "EM"], result.Schemes.OrderByDescending(scheme => scheme.Within).Select(scheme => (false, Row(
            $"{scheme.Name}", $"{scheme.Pairs:N0}", $"{scheme.Within:N0}", $"{scheme.WithinAlone:N0}", $"{scheme.Share:P1}"))));
        Nearest(page, result, batch);
        page.Heading("Sources");
        page.Paragraph("A source holds nobody twice when strong pairs within it are far rarer than across sources. The model keeps two records of such a source apart unless a person says that they are one; take a source out of \"oneToOneSources\" in the model file if that is wrong.");
        page.Table("Sources", ["source", "records", "holds nobody twice"], result.Sources.Select(source => (false, Row($"{source.Name}", $"{source.Records:N0}", $"{(source.HoldsNobodyTwice ? "yes" : "not known")}"))));
        page.Heading("Relatives and twins");
        page.Paragraph("Pairs that share an address, a phone or a birth date and differ in given name or age. Where there are about as many of them as errors alone would make, they are one customer, badly written; where there are many more, they are relatives, and what they share counts for nothing.");
        page.Table("Relatives and twins", ["pairs that share", "seen", "by errors alone", "taken for"], result.Households.Select(household => (false, Row(
            $"{household.Name}", $"{household.Pairs:N0}", $"{household.Errors:N1}", $"{(household.AreRelatives ? "relatives" : "one customer")}"))));
        page.Heading("Rules of one line");
        page.Paragraph("What a rule of one line would put together, beside the model. A rule that finds nearly all that the model finds, and little else, says that these records are easy; one that finds much more may show something that the model misses.");
        page.Table("Rules of one line", ["rule", "pairs", "one customer by the model", "share of the model's pairs"], result.Rules.Select(rule => (false, Row(
            $"{rule.Name}", $"{rule.Pairs:N0}", $"{rule.Together:N0}", $"{rule.ShareOfModel:P1}"))));
        return page.ToString();
    }

    private static void Nearest(HtmlPage page, TrainingResult result, IReadOnlyList<BatchRecord> batch)
    {
        page.Heading("Pairs nearest the thresholds");
        page.Paragraph("Where the model is least certain. If most of those above a threshold are wrong, it should be higher; decisions of people (\"--decisions\") move it.");
        var featuresOf = new Dictionary<RecordIdentity, RecordFeatures>();
        foreach (var record in batch)
        {
            featuresOf[record.Identity] = record.Features;
        }

        page.Table("Pairs nearest the thresholds", ["records", "evidence", "bits", "near", "one customer"], result.Nearest.Index().Select(near => (near.Item.OneCustomer, Row(
            $"{near.Item.A} {near.Item.B}",
            $"{Evidence(featuresOf[near.Item.A], featuresOf[near.Item.B], result)}",
            $"{Bits(near.Item.Weight)}",
            $"{(near.Index < result.Nearest.Count / 2 ? "link" : "review")}",
            $"{(near.Item.OneCustomer ? "yes" : "no")}"))), 1);
    }

    private static string Evidence(RecordFeatures a, RecordFeatures b, TrainingResult result) => string.Join("; ", PairExplainer.Explain(a, b, result.Model).Evidence
        .Where(evidence => evidence.Weight != 0)
        .Select(evidence => Text($"{evidence.Attribute} {evidence.Level}{Values(evidence)} {evidence.Weight / 100.0:+0.0;-0.0}")));

    private static string Values(AttributeEvidence evidence) => evidence.ValueA is null || evidence.ValueB is null ? ""
        : string.Equals(evidence.ValueA, evidence.ValueB, StringComparison.Ordinal) ? $" ({evidence.ValueA})"
        : $" ({evidence.ValueA} | {evidence.ValueB})";

    private static IEnumerable<string> Row(params FormattableString[] cells) => cells.Select(Text);

    private static string Bits(int weight) => (weight / 100.0).ToString("F2", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
