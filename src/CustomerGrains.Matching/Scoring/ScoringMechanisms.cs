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

    /// <summary>What a household shares supports no link where the birth dates differ as those of brothers and sisters do.</summary>
    Siblings = 8,

    /// <summary>Within a component, what one record alone says may be a slip: another number on it, or a pair that contradicts in everything, does not outvote the rest.</summary>
    Slips = 16,
}
