using CustomerGrains.Matching.Comparing;

namespace CustomerGrains.Matching.Explaining;

/// <content>The sentence for front-line staff.</content>
public static partial class PairExplainer
{
    private static string Summarise(in Findings findings, bool typesDiffer, bool conflict)
    {
        if (typesDiffer)
        {
            return "A person, an organisation and a property are never one customer.";
        }

        var agrees = new List<string>();
        var similar = new List<string>();
        var differs = new List<string>();
        foreach (var finding in findings[..])
        {
            if (finding.Level == ComparisonLevel.None)
            {
                continue;
            }

            var description = finding.Level.Describe();
            var list = finding.Weight < 0 ? differs : description.Name is "exact" or "same" or "exclusiveSame" or "agrees" ? agrees : similar;
            list.Add(description.Attribute.InWords());
        }

        var parts = new List<string>();
        Add(parts, "same ", agrees);
        Add(parts, "similar ", similar);
        Add(parts, "different ", differs);
        if (conflict)
        {
            parts.Add("identifiers that one customer cannot both have");
        }

        if (parts.Count == 0)
        {
            return "Nothing that can be compared.";
        }

        var sentence = string.Join("; ", parts);
        return $"{char.ToUpperInvariant(sentence[0])}{sentence[1..]}.";
    }

    private static void Add(List<string> parts, string word, List<string> attributes)
    {
        if (attributes.Count > 0)
        {
            parts.Add(word + (attributes.Count == 1 ? attributes[0] : $"{string.Join(", ", attributes[..^1])} and {attributes[^1]}"));
        }
    }
}
