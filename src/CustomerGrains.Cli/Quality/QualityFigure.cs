using CustomerGrains.Cli.Evaluating;
using CustomerGrains.Matching.Evaluating;

namespace CustomerGrains.Cli.Quality;

/// <summary>One figure that a set gives.</summary>
/// <param name="Set">Name of the set.</param>
/// <param name="Measure">What was measured, as <see cref="KnownFigures"/> names it.</param>
/// <param name="Value">Between 0 and 1; more is better.</param>
/// <param name="Detail">The counts it is made of, in words.</param>
internal sealed record QualityFigure(string Set, string Measure, double Value, string Detail)
{
    /// <summary>What the value is a share of, where shares of several sets can be taken together. Default: null.</summary>
    public (long Part, long Whole)? Share { get; init; }
}

/// <summary>What a set says of a model.</summary>
/// <param name="Figures">Its figures.</param>
/// <param name="Mistakes">What was judged otherwise than the set says, the worst first, as many as were asked for.</param>
internal sealed record QualityOutcome(IReadOnlyList<QualityFigure> Figures, IReadOnlyList<Mistake> Mistakes);

/// <summary>A labelled set in memory, to be measured in one way after another.</summary>
internal interface IQualityTrial
{
    /// <summary>Measures the set.</summary>
    /// <param name="variant">How it is matched.</param>
    /// <param name="mistakes">Most mistakes to describe.</param>
    QualityOutcome Run(MatchingVariant variant, int mistakes);

    /// <summary>Trains a model on the set's own records, without labels, and measures the set with it; null where there is nothing to train on.</summary>
    IReadOnlyList<QualityFigure>? RunTrained() => null;
}
