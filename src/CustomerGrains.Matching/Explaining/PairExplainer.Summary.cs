using CustomerGrains.Matching.Comparing;
using CustomerGrains.Matching.Features;

namespace CustomerGrains.Matching.Explaining;

/// <content>The sentence for front-line staff: what is the same, what is nearly so, what differs, and what that may mean.</content>
public static partial class PairExplainer
{
    private static string Summarise(RecordFeatures a, RecordFeatures b, in Findings findings, bool conflict, bool corrected)
    {
        if (a.Type != b.Type)
        {
            return "A person, an organisation and a property are never one customer.";
        }

        var same = new List<string>();
        var similar = new List<string>();
        var differs = new List<string>();
        foreach (var attribute in Enum.GetValues<ComparedAttribute>())
        {
            var level = findings[attribute].Level;
            if (level == ComparisonLevel.None || attribute is ComparedAttribute.NameOrder or ComparedAttribute.Household)
            {
                continue;
            }

            var list = level.Describe().Name is "differs" or "exclusiveDiffers" or "loose" or "year" or "birthday" ? differs
                : level.Describe().Name is "exact" or "same" or "exclusiveSame" or "agrees" ? same
                : similar;
            list.Add(attribute == ComparedAttribute.Identifier ? IdentifierInWords(a, b, findings[attribute]) : attribute.InWords());
        }

        var parts = new List<string>();
        Add(parts, "same ", same, "");
        Add(parts, "similar ", similar, "");
        Add(parts, "", differs, differs.Count == 1 ? " differs" : " differ");
        AddMeaning(parts, findings, conflict, corrected);
        if (parts.Count == 0)
        {
            return "Nothing that can be compared.";
        }

        var sentence = string.Join("; ", parts);
        return $"{char.ToUpperInvariant(sentence[0])}{sentence[1..]}.";
    }

    private static void AddMeaning(List<string> parts, in Findings findings, bool conflict, bool corrected)
    {
        var sameBirthDate = findings[ComparedAttribute.BirthDate].Level == ComparisonLevel.BirthDateExact;
        if (findings[ComparedAttribute.Surname].Level == ComparisonLevel.SurnameDiffers && sameBirthDate
            && findings[ComparedAttribute.Given].Level is ComparisonLevel.GivenExact or ComparisonLevel.GivenNickname)
        {
            parts[^1] += ", and a change of surname fits a marriage";
        }

        if (findings[ComparedAttribute.NameOrder].Level == ComparisonLevel.NameOrderSwapped)
        {
            parts.Add("given name and surname are exchanged");
        }

        switch (findings[ComparedAttribute.Household].Level)
        {
            case ComparisonLevel.HouseholdGivenName:
                parts.Add(sameBirthDate ? "they may be twins" : "they may live in one household");
                break;
            case ComparisonLevel.HouseholdAge:
                parts.Add("they may be relatives of one name");
                break;
        }

        if (conflict)
        {
            parts.Add("one customer cannot have both numbers");
        }
        else if (corrected && findings[ComparedAttribute.Household].Level == ComparisonLevel.None)
        {
            parts.Add("too little agrees to tell one customer from two of a household");
        }
    }

    private static string IdentifierInWords(RecordFeatures a, RecordFeatures b, Finding finding)
    {
        var (kind, other) = (a.Identifiers[finding.A].Kind, b.Identifiers[finding.B].Kind);
        return string.Equals(kind, other, StringComparison.Ordinal) ? FeatureText.IdentifierKind(kind) : "number under another kind";
    }

    private static void Add(List<string> parts, string before, List<string> attributes, string after)
    {
        if (attributes.Count > 0)
        {
            parts.Add(before + (attributes.Count == 1 ? attributes[0] : $"{string.Join(", ", attributes[..^1])} and {attributes[^1]}") + after);
        }
    }
}
