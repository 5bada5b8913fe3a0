using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
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
        SupportReason.Doubtful => "little agrees that relatives or namesakes do not share, and something differs",
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
    public static string InSentence(SupportReason reason, RecordFeatures a, RecordFeatures b) => reason switch
    {
        SupportReason.SingleValue => "one value alone is not enough",
        SupportReason.Household => "a household shares that much",
        SupportReason.Doubtful => "relatives or namesakes share that much",
        SupportReason.NamesAlone => BesideNames(a, b),
        SupportReason.OtherAge => "relatives of one name share that much",
        SupportReason.OtherSurname => "too little else agrees",
        SupportReason.OtherGiven => "relatives share that much",
        SupportReason.Several => "too little else agrees",
        SupportReason.Twins => "only an identifier could tell",
        SupportReason.Nameless => "without a given name only a number or an e-mail address of the person could tell",
        SupportReason.Generations => "senior and junior are never put together by themselves",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a reason."),
    };

    /// <summary>For the sentence of a pair whose weights alone bring it between the thresholds.</summary>
    public static string Undecided(RecordFeatures a, RecordFeatures b) =>
        a.Type != RecordType.Person || HasBirthDate(a) && HasBirthDate(b) ? "that is not quite enough to be sure"
        : HasBirthDate(a) || HasBirthDate(b) ? "no date of birth on one side"
        : "no date of birth on either side";

    /// <summary>What could support the names and is not there on both sides; the date of birth first, because it is what staff ask for.</summary>
    private static string BesideNames(RecordFeatures a, RecordFeatures b)
    {
        var onOne = new List<string>();
        var onBoth = HasBirthDate(a) && HasBirthDate(b);
        Sort("identifier", a.Identifiers.Length, b.Identifiers.Length);
        Sort("address", a.Addresses.Length, b.Addresses.Length);
        Sort("contact", a.Phones.Length + a.Emails.Length, b.Phones.Length + b.Emails.Length);
        if (HasBirthDate(a) != HasBirthDate(b))
        {
            return onOne.Count == 0 ? "no date of birth on one side" : $"no date of birth on one side, and no {Enumeration.Of(onOne, "or")} to compare";
        }

        return onBoth ? "too little agrees beside the names"
            : onOne.Count > 0 ? $"no {Enumeration.Of(onOne, "or")} on one side"
            : "there is nothing beside the names";

        void Sort(string attribute, int ofA, int ofB)
        {
            onBoth |= ofA > 0 && ofB > 0;
            if (ofA > 0 != ofB > 0)
            {
                onOne.Add(attribute);
            }
        }
    }

    private static bool HasBirthDate(RecordFeatures features) => features.BirthDates.Length > 0;
}
