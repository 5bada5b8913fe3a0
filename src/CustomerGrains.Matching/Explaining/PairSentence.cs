using CustomerGrains.Matching.Comparing;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Explaining;

/// <summary>The sentence for front-line staff: what is the same, what is nearly so, what differs, and what that may mean. It reads the same whichever record comes first.</summary>
internal sealed class PairSentence
{
    // Parents are seldom younger than that when a child is born.
    private const int GenerationYears = 15;

    private readonly RecordFeatures _a;
    private readonly RecordFeatures _b;
    private readonly Findings _findings;
    private readonly bool _conflict;
    private readonly SupportReason? _missing;
    private readonly List<string> _same = [];
    private readonly List<string> _between = [];
    private readonly List<string> _differs = [];
    private bool _onlyContactsBesideSurname = true;

    public PairSentence(RecordFeatures a, RecordFeatures b, in Findings findings, bool conflict, SupportReason? missing)
    {
        (_a, _b, _findings, _conflict, _missing) = (a, b, findings, conflict, missing);
        if (IsHalfSwapped)
        {
            _between.Add("the given name of one is like the surname of the other, and their other names differ");
        }

        foreach (var attribute in Enum.GetValues<ComparedAttribute>())
        {
            if (!IsHalfSwapped || attribute is not (ComparedAttribute.Given or ComparedAttribute.Surname or ComparedAttribute.NameOrder))
            {
                Sort(attribute, findings[attribute].Level);
            }
        }

        ShortenNames(_same);
        if (_same.Count > 1)
        {
            // Half of all people share it; where it is all that is the same, it is said.
            _same.Remove("gender");
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        if (_a.Type != _b.Type)
        {
            return "A person, an organisation and a property are never one customer.";
        }

        var parts = new List<string>();
        if (_same.Count > 0)
        {
            parts.Add($"same {Enumeration.Of(_same)}");
        }

        parts.AddRange(_between);
        if (_differs.Count > 0)
        {
            parts.Add($"{Enumeration.Of(_differs)} {(_differs.Count == 1 ? "differs" : "differ")}{Marriage() ?? (Level(ComparedAttribute.Address) == ComparisonLevel.AddressDiffers && _differs.Count == 1 ? Move() : "")}");
        }

        if (Meaning() is { } meaning)
        {
            parts.Add(meaning);
        }

        if (parts.Count == 0)
        {
            return "Nothing that can be compared.";
        }

        var sentence = string.Join("; ", parts);
        return $"{char.ToUpperInvariant(sentence[0])}{sentence[1..]}.";
    }

    /// <summary>Read the other way round one of the two names agrees, but not the other: then neither "same given name" nor "swapped" says what is seen.</summary>
    private bool IsHalfSwapped => Level(ComparedAttribute.NameOrder) == ComparisonLevel.NameOrderSwapped
        && (Level(ComparedAttribute.Given) == ComparisonLevel.GivenDiffers || Level(ComparedAttribute.Surname) == ComparisonLevel.SurnameDiffers);

    private ComparisonLevel Level(ComparedAttribute attribute) => _findings[attribute].Level;

    private void Sort(ComparedAttribute attribute, ComparisonLevel level)
    {
        if (level is ComparisonLevel.None or ComparisonLevel.GenerationDiffers or ComparisonLevel.HouseholdGivenName or ComparisonLevel.HouseholdAge
            or ComparisonLevel.HouseholdTwins or ComparisonLevel.HouseholdAdults)
        {
            return;
        }

        var name = attribute == ComparedAttribute.Identifier ? Identifier() : LevelClauses.NameOf(attribute);
        if (LevelClauses.IsSame(level))
        {
            _same.Add(attribute == ComparedAttribute.Generation ? "junior or senior" : name);
        }
        else if (LevelClauses.IsDifferent(level))
        {
            _differs.Add(name);
            _onlyContactsBesideSurname &= attribute is ComparedAttribute.Surname or ComparedAttribute.Middle or ComparedAttribute.Address or ComparedAttribute.Phone or ComparedAttribute.Email
                or ComparedAttribute.Employer;
        }
        else
        {
            _between.Add(LevelClauses.Between(level, name) + (level == ComparisonLevel.AddressMoved ? Move() : ""));
        }
    }

    private static void ShortenNames(List<string> same)
    {
        if (same.Remove("given name"))
        {
            same.Insert(0, same.Remove("surname") ? "name" : "given name");
        }
    }

    private string? Marriage()
    {
        if (_conflict || IsHalfSwapped || !_onlyContactsBesideSurname || Level(ComparedAttribute.Surname) != ComparisonLevel.SurnameDiffers
            || Level(ComparedAttribute.Given) is not (ComparisonLevel.GivenExact or ComparisonLevel.GivenNickname)
            || !(Level(ComparedAttribute.BirthDate) == ComparisonLevel.BirthDateExact || _findings.IdentifierAgrees))
        {
            return null;
        }

        return _missing is null ? ", which fits a marriage" : ", which may be a marriage";
    }

    /// <summary>One person with two addresses has moved, or has two homes.</summary>
    private string Move() =>
        !_conflict && _missing is null && Level(ComparedAttribute.Household) == ComparisonLevel.None && _findings[ComparedAttribute.Given].Level.SharesTrait()
        && (_findings[ComparedAttribute.BirthDate].Level == ComparisonLevel.BirthDateExact || _findings.IdentifierAgrees)
            ? ", which fits a move"
            : "";

    private string? Meaning()
    {
        if (_conflict)
        {
            return "one customer cannot have both numbers";
        }

        if (Level(ComparedAttribute.Generation) == ComparisonLevel.GenerationDiffers)
        {
            return $"one is senior and the other junior, so they are likely {ParentAndChild()}";
        }

        if (_missing == SupportReason.Twins)
        {
            return "they may be twins";
        }

        // Where nothing was taken back, the model knows of no relatives.
        return _findings[ComparedAttribute.Household].Weight >= 0 ? null : Level(ComparedAttribute.Household) switch
        {
            ComparisonLevel.HouseholdAge when YearsApart() >= GenerationYears => $"they may be {ParentAndChild()}",
            ComparisonLevel.HouseholdAge => "they may be relatives of one name",
            ComparisonLevel.HouseholdGivenName => "they may be two people of one household",
            ComparisonLevel.HouseholdTwins => "they may be twins",
            ComparisonLevel.HouseholdAdults => "at that age one person of two names is likelier than twins",
            _ => null,
        };
    }

    private string ParentAndChild() => (_a.Gender, _b.Gender) switch
    {
        (Gender.Male, Gender.Male) => "father and son",
        (Gender.Female, Gender.Female) => "mother and daughter",
        _ => "parent and child",
    };

    private int YearsApart()
    {
        var finding = _findings[ComparedAttribute.BirthDate];
        return finding.A < _a.BirthDates.Length && finding.B < _b.BirthDates.Length && _a.BirthDates[finding.A].Year > 0 && _b.BirthDates[finding.B].Year > 0
            ? Math.Abs(_a.BirthDates[finding.A].Year - _b.BirthDates[finding.B].Year)
            : 0;
    }

    private string Identifier()
    {
        var finding = _findings[ComparedAttribute.Identifier];
        var (kind, other) = (_a.Identifiers[finding.A].Kind, _b.Identifiers[finding.B].Kind);
        return string.Equals(kind, other, StringComparison.Ordinal) ? FeatureText.IdentifierKind(kind) : "number under another kind";
    }
}
