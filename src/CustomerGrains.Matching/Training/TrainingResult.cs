using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Training;

/// <summary>A trained model and what there is to show of it.</summary>
public sealed record TrainingResult
{
    /// <summary>The model.</summary>
    public required MatchingModel Model { get; init; }

    /// <summary>Records trained on.</summary>
    public required int Records { get; init; }

    /// <summary>Customers they were found to be.</summary>
    public required int Customers { get; init; }

    /// <summary>Pairs of records within customers.</summary>
    public required long PairsWithin { get; init; }

    /// <summary>Pairs that share a blocking key.</summary>
    public required long Candidates { get; init; }

    /// <summary>Decisions of people that were used.</summary>
    public required int Decisions { get; init; }

    /// <summary>Weight at which two records are as likely one customer as two, in hundredths of a bit: how much evidence the rarity of matches asks for.</summary>
    public required int EvenWeight { get; init; }

    /// <summary>Rounds of resolving and estimating.</summary>
    public required int Rounds { get; init; }

    /// <summary>The rounds ended because hardly anything changed.</summary>
    public required bool Settled { get; init; }

    /// <summary>What each level was estimated from.</summary>
    public required IReadOnlyList<TrainedLevel> Levels { get; init; }

    /// <summary>What each blocking scheme brings.</summary>
    public required IReadOnlyList<TrainedScheme> Schemes { get; init; }

    /// <summary>The sources.</summary>
    public required IReadOnlyList<TrainedSource> Sources { get; init; }

    /// <summary>Distribution of the weights of pairs that share a key.</summary>
    public required IReadOnlyList<WeightBin> Weights { get; init; }

    /// <summary>Pairs nearest the link threshold, then nearest the review threshold.</summary>
    public required IReadOnlyList<NearPair> Nearest { get; init; }

    /// <summary>Pairs that look like relatives or twins, and what they were taken for.</summary>
    public required IReadOnlyList<TrainedHousehold> Households { get; init; }

    /// <summary>What a one-line rule would do.</summary>
    public required IReadOnlyList<RuleCheck> Rules { get; init; }

    /// <summary>What to look at, in words; empty when nothing is out of the ordinary.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>A level of a trained model.</summary>
/// <param name="Attribute">The attribute in words.</param>
/// <param name="Level">The level in words.</param>
/// <param name="M">How often it was seen in pairs of one customer of those that have the attribute on both sides.</param>
/// <param name="U">The same in pairs of two customers.</param>
/// <param name="PairsWithin">Number of pairs of one customer at this level.</param>
/// <param name="Weight">Hundredths of a bit; for names the difference to the weight of the name.</param>
/// <param name="DefaultWeight">The default model's.</param>
/// <param name="AddsToValue">The weight comes on top of that of the name or the words.</param>
public sealed record TrainedLevel(string Attribute, string Level, double M, double U, double PairsWithin, int Weight, int DefaultWeight, bool AddsToValue);

/// <summary>What a blocking scheme brings.</summary>
/// <param name="Name">The scheme in words.</param>
/// <param name="Pairs">Pairs that meet by it.</param>
/// <param name="Within">Those of them within a customer.</param>
/// <param name="WithinAlone">Those within a customer that meet by no other scheme.</param>
/// <param name="Share">Share of one customer that EM estimated in its blocks, or null where EM was not run.</param>
public sealed record TrainedScheme(string Name, long Pairs, long Within, long WithinAlone, double? Share);

/// <summary>A bar of the distribution of weights.</summary>
/// <param name="From">Lowest weight in it, in hundredths of a bit.</param>
/// <param name="Within">Pairs within customers.</param>
/// <param name="Between">Pairs of two customers.</param>
public sealed record WeightBin(int From, long Within, long Between);

/// <summary>A pair near a threshold.</summary>
public sealed record NearPair(RecordIdentity A, RecordIdentity B, int Weight, bool OneCustomer);

/// <summary>Pairs that share what relatives or twins share and differ in given name or age.</summary>
/// <param name="Name">What they share, in words.</param>
/// <param name="Pairs">How many there are.</param>
/// <param name="Errors">How many would be there if they were one customer each, badly written.</param>
/// <param name="AreRelatives">They are taken for relatives: what they share counts for nothing.</param>
public sealed record TrainedHousehold(string Name, long Pairs, double Errors, bool AreRelatives);

/// <summary>What a rule of one line finds, beside the model.</summary>
/// <param name="Name">The rule in words.</param>
/// <param name="Pairs">Pairs that the rule would put together.</param>
/// <param name="Together">Those that the model puts together.</param>
/// <param name="ShareOfModel">Share of the model's pairs that the rule finds.</param>
public sealed record RuleCheck(string Name, long Pairs, long Together, double ShareOfModel);
