using System.Globalization;
using CustomerGrains.Matching.Comparing;

namespace CustomerGrains.Matching.Scoring;

/// <summary>Everything the weight of a pair depends on besides the two records. One readable JSON file; frozen once loaded.</summary>
public sealed partial class MatchingModel
{
    private static readonly Lazy<MatchingModel> BuiltIn = new(LoadDefault);

    private readonly int[] _weights;

    internal MatchingModel(int[] weights) => _weights = weights;

    /// <summary>A copy of the weights, per level.</summary>
    internal int[] Weights => [.. _weights];

    /// <summary>The model that serves unknown data untuned.</summary>
    public static MatchingModel Default => BuiltIn.Value;

    /// <summary>Version: part of the one law, so every change of the model changes it. <see cref="BaseVersion"/>, what is asked of namesakes where it is not the default, and the sources that hold nobody twice where
    /// there are any.</summary>
    public string Version => BaseVersion
        + (Support.Namesakes == SupportRule.Default.Namesakes ? "" : string.Create(CultureInfo.InvariantCulture, $"+namesakes({Support.Namesakes})"))
        + (OneToOne.Sources.Count == 0 ? "" : $"+one-to-one({string.Join(',', OneToOne.Sources)})");

    /// <summary>Version as the model file states it: says what the weights and thresholds are.</summary>
    public required string BaseVersion { get; init; }

    /// <summary>Weight at or above which two records are linked, in hundredths of a bit.</summary>
    public required int LinkThreshold { get; init; }

    /// <summary>Weight at or above which a pair is shown for review, in hundredths of a bit.</summary>
    public required int ReviewThreshold { get; init; }

    /// <summary>Average weight over all their pairs at or above which two groups of records become one customer, in hundredths of a bit.</summary>
    public required int JoinThreshold { get; init; }

    /// <summary>How much has to support a link beside the weights. Default: <see cref="SupportRule.Default"/>.</summary>
    public SupportRule Support { get; private set; } = SupportRule.Default;

    /// <summary>Weights of agreement on given names.</summary>
    public required FrequencyTable GivenNames { get; init; }

    /// <summary>Weights of agreement on surnames.</summary>
    public required FrequencyTable Surnames { get; init; }

    /// <summary>Weights of agreement on words of organisation names.</summary>
    public required FrequencyTable OrganisationWords { get; init; }

    /// <summary>Relatives are among the records. A model of records without them says so by a weight above 0: nothing is taken back.</summary>
    internal bool HasRelatives => WeightOf(ComparisonLevel.HouseholdGivenName) <= 0;

    /// <summary>Mechanisms that are switched off, for evaluations alone: no model file says so. Default: none.</summary>
    internal ScoringMechanisms Without { get; init; }

    /// <summary>Sources that hold nobody twice, and what that is worth. Default: there are none.</summary>
    public OneToOneRule OneToOne { get; private set; } = OneToOneRule.None;

    /// <summary>Where a trained model comes from; null for others.</summary>
    public ModelTraining? Training { get; init; }

    /// <summary>Weight of a level in hundredths of a bit; for names the difference to agreement on the value.</summary>
    public int WeightOf(ComparisonLevel level) => _weights[(int)level];
}
