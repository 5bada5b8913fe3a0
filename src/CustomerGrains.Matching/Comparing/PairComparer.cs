using System.Numerics;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Comparing;

/// <summary>Compares two records attribute by attribute. Symmetric; allocates nothing.</summary>
/// <remarks>Where an attribute has several values, the best pair of values counts. A missing value counts nothing.</remarks>
internal static partial class PairComparer
{
    /// <summary>Values of one attribute that are compared; a record with more is compared by its first ones, so that a pair costs a bounded time.</summary>
    public const int ValuesMax = 24;

    /// <summary>Fills in the findings. True when the records cannot be one customer whatever the findings.</summary>
    public static bool Compare(RecordFeatures a, RecordFeatures b, MatchingModel model, ref Findings findings)
    {
        CompareNames(a, b, model, ref findings);
        findings[ComparedAttribute.BirthDate] = Dates(a.BirthDates, b.BirthDates, model);
        findings[ComparedAttribute.DeathDate] = DeathDates(a.DeathDates, b.DeathDates, model);
        findings[ComparedAttribute.Gender] = Genders(a.Gender, b.Gender, model);
        findings[ComparedAttribute.Address] = Addresses(a.Addresses, b.Addresses, model);
        findings[ComparedAttribute.Phone] = Phones(a.Phones, b.Phones, model);
        findings[ComparedAttribute.Email] = Emails(a.Emails, b.Emails, model);
        findings[ComparedAttribute.Identifier] = Identifiers(a.Identifiers, b.Identifiers, model);
        findings[ComparedAttribute.Organisation] = Organisations(a.OrganisationNames, b.OrganisationNames, model);
        findings[ComparedAttribute.Website] = Texts(a.Websites, b.Websites, ComparisonLevel.WebsiteSame, ComparisonLevel.None, ComparisonLevel.WebsiteDiffers, model);
        findings[ComparedAttribute.Employer] = Texts(a.Employers, b.Employers, ComparisonLevel.EmployerSame, ComparisonLevel.EmployerClose, ComparisonLevel.EmployerDiffers, model);
        findings[ComparedAttribute.BirthPlace] =
            Texts(a.BirthPlaces, b.BirthPlaces, ComparisonLevel.BirthPlaceSame, ComparisonLevel.BirthPlaceClose, ComparisonLevel.BirthPlaceDiffers, model);
        findings[ComparedAttribute.Nationality] =
            Texts(a.Nationalities, b.Nationalities, ComparisonLevel.NationalitySame, ComparisonLevel.None, ComparisonLevel.NationalityDiffers, model);
        findings[ComparedAttribute.Registration] = Registrations(a, b, model);
        findings[ComparedAttribute.Trait] = Traits(a.Traits, b.Traits, model);
        if (MayBeNewborns(a, b, findings, model))
        {
            findings[ComparedAttribute.Given] = Found(ComparisonLevel.GivenUnknown, model);
        }

        findings[ComparedAttribute.Household] = Household(a, b, findings, model);
        return a.Type != b.Type || ExclusiveIdentifiersConflict(a.Identifiers, b.Identifiers);
    }

    private static int Count<T>(T[] values) => Math.Min(values.Length, ValuesMax);

    private static Finding Found(ComparisonLevel level, MatchingModel model, int a = 0, int b = 0) =>
        level == ComparisonLevel.None ? default : new Finding(level, model.WeightOf(level), (short)a, (short)b);

    private static Finding Genders(Gender a, Gender b, MatchingModel model) => a == Gender.Unknown || b == Gender.Unknown
        ? default
        : Found(a == b ? ComparisonLevel.GenderSame : ComparisonLevel.GenderDiffers, model);

    private static Finding Texts(string[] a, string[] b, ComparisonLevel same, ComparisonLevel close, ComparisonLevel differs, MatchingModel model)
    {
        Finding best = default;
        for (var i = 0; i < Count(a); i++)
        {
            for (var j = 0; j < Count(b); j++)
            {
                var level = string.Equals(a[i], b[j], StringComparison.Ordinal) ? same
                    : close != ComparisonLevel.None && (IsCloseSpelling(a[i], b[j]) || StartsTheOther(a[i], b[j])) ? close
                    : differs;
                var finding = Found(level, model, i, j);
                best = finding.IsBetterThan(best) ? finding : best;
            }
        }

        return best;
    }

    private static Finding Registrations(RecordFeatures a, RecordFeatures b, MatchingModel model)
    {
        if (a.RegistrationCountry is { } country && b.RegistrationCountry is { } other && !string.Equals(country, other, StringComparison.Ordinal))
        {
            return Found(ComparisonLevel.RegistrationDiffers, model);
        }

        return a.RegistrationDate.IsWhole && b.RegistrationDate.IsWhole
            ? Found(SameDay(a.RegistrationDate, b.RegistrationDate) ? ComparisonLevel.RegistrationSame : ComparisonLevel.RegistrationDiffers, model)
            : default;
    }

    /// <summary>Relatives share address, phone and often e-mail, and twins surname and birth date. Where given name or age tells two people apart, what they share
    /// speaks for the household and not for one person, so its weight is taken back; unless an identifier says that it is one person after all. A model of records without
    /// households or twins gives the levels weights so large that nothing is taken back.</summary>
    private static Finding Household(RecordFeatures a, RecordFeatures b, in Findings findings, MatchingModel model)
    {
        var otherName = findings[ComparedAttribute.Given].Level == ComparisonLevel.GivenDiffers;
        var otherAge = findings[ComparedAttribute.BirthDate].Level is ComparisonLevel.BirthDateDiffers or ComparisonLevel.BirthDateLoose
            || findings[ComparedAttribute.Generation].Level == ComparisonLevel.GenerationDiffers;
        if ((!otherName && !otherAge) || findings.IdentifierAgrees || (model.Without & ScoringMechanisms.HouseholdEvidence) != 0)
        {
            return default;
        }

        var phone = findings[ComparedAttribute.Phone].Level == ComparisonLevel.PhoneSame ? findings[ComparedAttribute.Phone].Weight : 0;
        var address = findings[ComparedAttribute.Address].Level is ComparisonLevel.AddressSame or ComparisonLevel.AddressUnit or ComparisonLevel.AddressHouseElsewhere
            or ComparisonLevel.AddressClose
            ? findings[ComparedAttribute.Address].Weight
            : 0;
        var account = findings[ComparedAttribute.Identifier].Level == ComparisonLevel.IdentifierHousehold ? findings[ComparedAttribute.Identifier].Weight : 0;
        var contact = phone + address + account;
        if (otherName)
        {
            var twins = findings[ComparedAttribute.BirthDate].Level is ComparisonLevel.BirthDateExact or ComparisonLevel.BirthDateSwapped
                && findings[ComparedAttribute.Surname].Weight > 0;

            // An e-mail address is shared within a family more often than with a namesake of another age.
            var email = contact > 0 ? Math.Max(0, findings[ComparedAttribute.Email].Weight) : 0;
            var level = !twins ? ComparisonLevel.HouseholdGivenName
                : AreAdults(a.BirthDates, b.BirthDates, findings[ComparedAttribute.BirthDate], model) ? ComparisonLevel.HouseholdAdults
                : ComparisonLevel.HouseholdTwins;
            return twins || contact > 0 ? TakenBack(level, contact + email, model) : default;
        }

        return contact > 0 ? TakenBack(ComparisonLevel.HouseholdAge, contact, model) : default;
    }

    /// <summary>Two children of one birth date whose given name is left out: not named yet, it may be.</summary>
    private static bool MayBeNewborns(RecordFeatures a, RecordFeatures b, in Findings findings, MatchingModel model) =>
        findings[ComparedAttribute.Given].Level == ComparisonLevel.GivenMissing
        && findings[ComparedAttribute.BirthDate] is { Level: ComparisonLevel.BirthDateExact or ComparisonLevel.BirthDateSwapped } birthDate
        && !findings.IdentifierAgrees
        && !AreAdults(a.BirthDates, b.BirthDates, birthDate, model);

    /// <summary>Twins of that age no longer live together and, if women, seldom have one surname still.</summary>
    private static bool AreAdults(DateFeature[] a, DateFeature[] b, Finding birthDate, MatchingModel model) =>
        Math.Max(a[birthDate.A].Year, b[birthDate.B].Year) < model.Support.TwinsBornFrom;

    private static Finding TakenBack(ComparisonLevel level, int shared, MatchingModel model) => new(level, Math.Min(0, model.WeightOf(level) - shared));

    /// <summary>One slip of the keyboard, two in a longer word, or the letters in disorder. Words that are close share one of <see cref="SpellingTraits"/>.</summary>
    internal static bool IsCloseSpelling(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        var shorter = Math.Min(a.Length, b.Length);
        var slips = shorter >= SpellingTraits.TwoSlipsLengthMin ? 2 : 1;
        if (shorter < SpellingTraits.LengthMin || Math.Abs(a.Length - b.Length) > slips)
        {
            return false;
        }

        // Most pairs of words are told apart by the letters they are made of. A slip changes at most two.
        var different = BitOperations.PopCount(Letters(a) ^ Letters(b));
        return different <= 2 * slips
            && ((slips == 1 ? TextDistance.IsOneEdit(a, b) : TextDistance.Edits(a, b, slips) <= slips)
                || (different <= 1 && shorter >= SpellingTraits.ShuffledLengthMin && TextDistance.AreShuffled(a, b)));
    }

    private static uint Letters(ReadOnlySpan<char> text)
    {
        uint letters = 0;
        foreach (var letter in text)
        {
            letters |= 1u << (letter & 31);
        }

        return letters;
    }

    private static bool StartsTheOther(string a, string b) =>
        a.Length < b.Length ? Starts(a, b) : Starts(b, a);

    private static bool Starts(string start, string whole) =>
        start.Length >= 4 && whole.Length > start.Length && whole[start.Length] == ' ' && whole.StartsWith(start, StringComparison.Ordinal);
}
