using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Cli.Quality;

/// <summary>One figure that a set gives.</summary>
/// <param name="Set">Name of the set.</param>
/// <param name="Measure">What was measured, as <see cref="KnownFigures"/> names it.</param>
/// <param name="Value">Between 0 and 1; more is better.</param>
/// <param name="Detail">The counts it is made of, in words.</param>
internal sealed record QualityFigure(string Set, string Measure, double Value, string Detail);

/// <summary>What a set says of a model.</summary>
/// <param name="Figures">Its figures.</param>
/// <param name="Disagreements">What was judged otherwise than the set expects, the worst first, in words.</param>
internal sealed record QualityOutcome(IReadOnlyList<QualityFigure> Figures, IReadOnlyList<string> Disagreements);

/// <summary>A labelled set in memory, to be measured under one model after another.</summary>
internal interface IQualityTrial
{
    /// <summary>Measures the set under a model.</summary>
    QualityOutcome Run(MatchingModel model);
}
