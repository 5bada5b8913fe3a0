namespace CustomerGrains.Matching.Scoring;

/// <summary>Mechanisms of the scorer that are rules and not weights, so that no weights can switch them off.</summary>
[Flags]
internal enum ScoringMechanisms : byte
{
    None = 0,

    /// <summary>What a household shares counts for nothing where given name or age tells two people apart.</summary>
    HouseholdEvidence = 1,

    /// <summary>A pair in which only one value agrees, or only what a household shares, stays below the review threshold.</summary>
    Corroboration = 2,

    /// <summary>A pair that lacks support, and of which something speaks against one person, stays below the review threshold.</summary>
    Doubt = 4,
}
