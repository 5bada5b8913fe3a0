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
        findings[ComparedAttribute.Employer] = Texts(a.Employers, b.Employers, ComparisonLevel.EmployerSame, ComparisonLevel.None, ComparisonLevel.EmployerDiffers, model);
        findings[ComparedAttribute.BirthPlace] =
            Texts(a.BirthPlaces, b.BirthPlaces, ComparisonLevel.BirthPlaceSame, ComparisonLevel.BirthPlaceClose, ComparisonLevel.BirthPlaceDiffers, model);
        findings[ComparedAttribute.Nationality] =
            Texts(a.Nationalities, b.Nationalities, ComparisonLevel.NationalitySame, ComparisonLevel.None, ComparisonLevel.NationalityDiffers, model);
        findings[ComparedAttribute.Registration] = Registrations(a, b, model);
        findings[ComparedAttribute.Trait] = Traits(a.Traits, b.Traits, model);
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
                    : close != ComparisonLevel.None && IsCloseSpelling(a[i], b[j]) ? close
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

    /// <summary>One slip of the keyboard, or two in a longer word.</summary>
    private static bool IsCloseSpelling(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        var shorter = Math.Min(a.Length, b.Length);
        return shorter >= 3 && (TextDistance.Edits(a, b, shorter >= 7 ? 2 : 1) <= (shorter >= 7 ? 2 : 1) || (shorter >= 5 && TextDistance.Similarity(a, b) >= 930));
    }
}
