using CustomerGrains.Matching.Comparing;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Explaining;

/// <summary>Says why support is missing.</summary>
internal static class SupportText
{
    /// <summary>For the row of the corroboration.</summary>
    public static string InTable(SupportReason reason) => reason switch
    {
        SupportReason.SingleValue => "a single value agrees",
        SupportReason.Household => "only what a household shares agrees",
        SupportReason.NamesAlone => "little but the names agrees",
        SupportReason.OtherAge => "relatives of another age share as much",
        SupportReason.OtherSurname => "too little else agrees for another surname",
        SupportReason.OtherGiven => "too little else agrees for another given name",
        SupportReason.Several => "too little else agrees for so much that differs",
        SupportReason.Twins => "twins share as much",
        SupportReason.Nameless => "two without a given name may be twins",
        SupportReason.Generations => "senior and junior are two people",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a reason."),
    };

    /// <summary>For the sentence of a pair that it keeps below a threshold.</summary>
    public static string InSentence(SupportReason reason, in Findings findings) => reason switch
    {
        SupportReason.SingleValue => "one value alone is not enough",
        SupportReason.Household => "a household shares that much",
        SupportReason.NamesAlone => NothingInCommon(findings),
        SupportReason.OtherAge => "relatives of one name share that much",
        SupportReason.OtherSurname => "too little else agrees",
        SupportReason.OtherGiven => "relatives share that much",
        SupportReason.Several => "too little else agrees",
        SupportReason.Twins => "only an identifier could tell",
        SupportReason.Nameless => "without a given name only a number or an e-mail address of the person could tell",
        SupportReason.Generations => "senior and junior are never put together by themselves",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a reason."),
    };

    private static string NothingInCommon(in Findings findings)
    {
        var missing = new List<string>();
        AddUnless(missing, "date of birth", findings[ComparedAttribute.BirthDate]);
        AddUnless(missing, "identifier", findings[ComparedAttribute.Identifier]);
        AddUnless(missing, "address", findings[ComparedAttribute.Address]);
        if (findings[ComparedAttribute.Phone].Weight <= 0)
        {
            AddUnless(missing, "contact", findings[ComparedAttribute.Email]);
        }

        return missing.Count == 0 ? "too little agrees beside the names" : $"no {Enumeration.Of(missing, "or")} in common";
    }

    private static void AddUnless(List<string> missing, string attribute, Finding finding)
    {
        if (finding.Weight <= 0 || finding.Level is ComparisonLevel.AddressCity or ComparisonLevel.AddressArea or ComparisonLevel.AddressMoved)
        {
            missing.Add(attribute);
        }
    }
}
