using System.Runtime.CompilerServices;

namespace CustomerGrains.Matching.Comparing;

/// <summary>What one attribute says of a pair.</summary>
/// <param name="Level">How well it agrees.</param>
/// <param name="Weight">Hundredths of a bit.</param>
/// <param name="A">Position of the value of the first record that was compared.</param>
/// <param name="B">Position of the value of the second record.</param>
internal readonly record struct Finding(ComparisonLevel Level, int Weight, short A = 0, short B = 0)
{
    /// <summary>More weight first; at equal weight the lower level, so that the choice does not depend on which record comes first.</summary>
    public bool IsBetterThan(Finding other) => Level != ComparisonLevel.None
        && (other.Level == ComparisonLevel.None || Weight > other.Weight || (Weight == other.Weight && Level < other.Level));
}

/// <summary>One finding per attribute, on the stack.</summary>
[InlineArray((int)ComparedAttribute.Household + 1)]
internal struct Findings
{
    private Finding _first;

    public Finding this[ComparedAttribute attribute]
    {
        readonly get => this[(int)attribute];
        set => this[(int)attribute] = value;
    }

    /// <summary>An identifier of the person speaks for the pair; one that a household may share does not.</summary>
    public readonly bool IdentifierAgrees =>
        this[ComparedAttribute.Identifier] is { Weight: > 0, Level: not (ComparisonLevel.IdentifierHousehold or ComparisonLevel.IdentifierTwoDigits) };
}
