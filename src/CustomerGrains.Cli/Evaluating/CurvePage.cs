using System.Globalization;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Cli.Evaluating;

/// <summary>A page with the curve, its figures and the pair completeness of the blocking schemes; one file that loads nothing.</summary>
internal static class CurvePage
{
    /// <summary>Writes the picture, or the page, by the ending of the file's name: .svg or .html.</summary>
    public static Task WriteAsync(string path, EvaluationResult result, IReadOnlyList<ThresholdPoint> points, MatchingModel model, string title, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(path, IsPicture(path) ? CurvePicture.ToSvg(points, model, title) : ToHtml(result, points, model, title), cancellationToken);

    /// <summary>The name of a file that can be written.</summary>
    public static bool IsWritable(string path) => IsPicture(path) || path.EndsWith(".html", StringComparison.OrdinalIgnoreCase);

    private static bool IsPicture(string path) => path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase);

    private static string ToHtml(EvaluationResult result, IReadOnlyList<ThresholdPoint> points, MatchingModel model, string title)
    {
        var page = new HtmlPage(title);
        page.Paragraph(string.Create(CultureInfo.InvariantCulture,
            $"{result.Records:N0} records, {result.Run.Customers.Count:N0} customers found. At the model's own thresholds: {result.Metrics.TruePairs:N0} pairs right, {result.Metrics.FalsePairs:N0} wrong, {result.Metrics.MissedPairs:N0} missed; {EvaluationReport.InWords(result.Metrics.Pairs)}. Model {model.Version}."));
        page.Paragraph(Band(result));
        page.Picture(CurvePicture.ToSvg(points, model, "Precision, recall and F1 over link thresholds"));
        page.Table("Blocking: true pairs that share a key, each scheme adding most to those above it", EvaluationReport.CellNames,
            result.Coverage.Schemes.Select(scheme => (false, EvaluationReport.Cells(scheme, result.Coverage))));
        page.Table("Link thresholds, each by resolving all records", ["bits", "precision", "recall", "F1", "right", "wrong", "missed"],
            points.Select(point => (point.LinkThreshold == model.LinkThreshold || point.LinkThreshold == model.ReviewThreshold, Cells(point))));
        return page.ToString();
    }

    private static string Band(EvaluationResult result) =>
        string.Create(CultureInfo.InvariantCulture, $"{result.Coverage.TruePairsMet:N0} of {result.Coverage.TruePairs:N0} true pairs meet at a blocking key.")
        + (result.Missed.OfferedShare is { } offered ? string.Create(CultureInfo.InvariantCulture, $" Of the true pairs not linked, {offered:P1} are in the review band.") : "")
        + (result.Questions.TrueShare is { } right ? string.Create(CultureInfo.InvariantCulture, $" Review band right: {right:P1}.") : "");

    private static IEnumerable<string> Cells(ThresholdPoint point) => ((FormattableString[])
    [
        $"{point.LinkThreshold / 100.0:0.##}",
        $"{point.Metrics.Pairs.Precision:F4}",
        $"{point.Metrics.Pairs.Recall:F4}",
        $"{point.Metrics.Pairs.F1:F4}",
        $"{point.Metrics.TruePairs:N0}",
        $"{point.Metrics.FalsePairs:N0}",
        $"{point.Metrics.MissedPairs:N0}",
    ]).Select(FormattableString.Invariant);
}
