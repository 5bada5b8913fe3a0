namespace CustomerGrains.Matching.Scoring;

/// <summary>Why the support of a pair is not enough, as <see cref="Corroboration"/> sees it.</summary>
internal enum SupportReason
{
    /// <summary>One value agrees, or none.</summary>
    SingleValue,

    /// <summary>Only what a household shares agrees.</summary>
    Household,

    /// <summary>Too little agrees, and something says that they are two.</summary>
    Doubtful,

    /// <summary>Nothing speaks against one person, and little but the names for it.</summary>
    NamesAlone,

    /// <summary>One name, another birth date.</summary>
    OtherAge,

    /// <summary>Another surname.</summary>
    OtherSurname,

    /// <summary>Another given name.</summary>
    OtherGiven,

    /// <summary>Two of given name, surname and birth date differ.</summary>
    Several,

    /// <summary>Another given name, the same surname and birth date.</summary>
    Twins,

    /// <summary>Neither given name is known.</summary>
    Nameless,

    /// <summary>Senior and junior.</summary>
    Generations,
}
