using System.Globalization;
using CustomerGrains.Cli.Evaluating;
using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Training;

namespace CustomerGrains.Cli.Quality;

/// <summary>Figures of a resolved set beyond precision and recall.</summary>
internal delegate IEnumerable<QualityFigure> FurtherFigures(LabelledBatch batch, FoundPartition found);

/// <summary>Records with a truth, resolved as a whole.</summary>
/// <param name="set">Name of the set.</param>
/// <param name="batch">Its records.</param>
/// <param name="measures">Which of "F1", "precision" and "recall" over all pairs are wanted.</param>
/// <param name="further">Figures of this set alone.</param>
internal sealed class ClusteringTrial(string set, LabelledBatch batch, string[] measures, params FurtherFigures[] further) : IQualityTrial
{
    public QualityOutcome Run(MatchingVariant variant, int mistakes)
    {
        var read = batch.Under(variant);
        var found = read.Resolve();
        var counts = PairCounts.Of(read.Measure(found));
        var figures = measures.Select(measure => new QualityFigure(set, measure, ValueOf(measure, counts.Measure), InWords(counts)));
        return new QualityOutcome([.. figures, .. further.SelectMany(more => more(read, found)), .. ReviewBand.Of(set, read, found)], mistakes == 0 ? [] : Mistakes.Find(read, found, mistakes));
    }

    public IReadOnlyList<QualityFigure>? RunTrained() => Run(new MatchingVariant(ModelTrainer.Train(batch.Batch, [], new TrainingOptions()).Model), mistakes: 0).Figures;

    /// <summary>F1 over pairs of the two files, told that neither holds anybody twice.</summary>
    public static IEnumerable<QualityFigure> OneToOne(string set, LabelledBatch batch, FoundPartition found)
    {
        string[] sources = [.. batch.Batch.Select(record => record.Identity.Source).Distinct(StringComparer.Ordinal)];
        var told = batch.Under(batch.Variant with { Model = batch.Model.WithOneToOneSources(sources) });
        var counts = told.MeasureAcross(told.Resolve());
        yield return new QualityFigure(set, "F1 one-to-one", counts.Measure.F1, InWords(counts));
    }

    /// <summary>F1 over pairs of the two files, where every record is clean within its own file.</summary>
    public static IEnumerable<QualityFigure> Across(string set, LabelledBatch batch, FoundPartition found)
    {
        var counts = batch.MeasureAcross(found);
        yield return new QualityFigure(set, "F1 across", counts.Measure.F1, InWords(counts));
    }

    public static string InWords(PairCounts counts) => string.Create(CultureInfo.InvariantCulture, $"{counts.Right:N0} right, {counts.Wrong:N0} wrong, {counts.Missed:N0} missed");

    private static double ValueOf(string measure, Measure pairs) => measure switch
    {
        "F1" => pairs.F1,
        "precision" => pairs.Precision,
        "recall" => pairs.Recall,
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "Not a measure over pairs."),
    };
}
