using System.Collections.Immutable;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising.Addresses;
using CustomerGrains.Matching.Standardising.Contacts;
using CustomerGrains.Matching.Standardising.Dates;
using CustomerGrains.Matching.Standardising.Identifiers;
using CustomerGrains.Matching.Standardising.Names;
using CustomerGrains.Matching.Standardising.Organisations;
using CustomerGrains.Matching.Standardising.Text;

namespace CustomerGrains.Matching.Standardising;

/// <summary>Turns records as written into features. Pure: the same record and defaults give the same features on every machine.</summary>
public static partial class Standardiser
{
    /// <summary>Values of one attribute that are read; a record with more keeps them all, matching reads the first.</summary>
    public const int ValuesMax = 100;

    /// <summary>Standardises a record. Never fails: what cannot be read is left out of the features and stays in the record.</summary>
    public static RecordFeatures Standardise(SourceRecord record, SourceDefaults defaults)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(defaults);
        var monthFirst = DateReader.IsMonthFirst(defaults.Region);
        DateFeature? ReadDate(string text) => DateReader.Read(text, defaults.DateOrder, monthFirst) is { IsKnown: true } date ? date : null;
        return new RecordFeatures
        {
            Type = TypeOf(record),
            Names = Names(record.Names),
            OrganisationNames = OrganisationNames(record.OrganisationNames),
            BirthDates = Distinct(record.BirthDates, ReadDate),
            DeathDates = Distinct(record.DeathDates, ReadDate),
            Gender = Genders.Read(record.Gender),
            Addresses = All(record.Addresses, address => AddressReader.Read(address, defaults)),
            Phones = Distinct(record.Phones, phone => PhoneReader.Read(phone, defaults.Region)),
            Emails = Distinct(record.Emails, EmailReader.Read),
            Identifiers = Identifiers(record),
            Websites = Texts(record.Websites, WebsiteReader.Read),
            Employers = Texts(record.Employers, OrganisationNameReader.ReadPlain),
            BirthPlaces = Texts(record.BirthPlaces, static place => Placeholders.Without(TextFolding.Fold(place))),
            Nationalities = Texts(record.Nationalities, AddressReader.Country),
            RegistrationDate = DateReader.Read(record.RegistrationDate, defaults.DateOrder, monthFirst),
            RegistrationCountry = AddressReader.Country(record.RegistrationCountry),
            Traits = All(record.Traits, trait => TraitReader.Read(trait, defaults.DateOrder, monthFirst)),
        };
    }

    private static RecordType TypeOf(SourceRecord record)
    {
        if (record.Type != RecordType.Unspecified)
        {
            return record.Type;
        }

        return record.Names.IsDefaultOrEmpty && !record.OrganisationNames.IsDefaultOrEmpty ? RecordType.Organisation : RecordType.Person;
    }

    private static NameFeature[] Names(ImmutableArray<PersonName> names)
    {
        var features = new List<NameFeature>();
        foreach (var name in First(names))
        {
            PersonNameReader.Read(name, features);
        }

        return [.. features];
    }

    private static OrganisationNameFeature[] OrganisationNames(ImmutableArray<OrganisationName> names)
    {
        if (names.IsDefaultOrEmpty)
        {
            return [];
        }

        var features = new List<OrganisationNameFeature>();
        foreach (var name in First(names))
        {
            OrganisationNameReader.Read(name, features);
        }

        return [.. features];
    }

    private static IdentifierFeature[] Identifiers(SourceRecord record) =>
    [
        .. All(record.Identifiers, IdentifierReader.Read),
        .. All(record.Accounts, IdentifierReader.Read),
    ];

    private static string[] Texts(ImmutableArray<string> values, Func<string?, string?> read)
    {
        if (values.IsDefaultOrEmpty)
        {
            return [];
        }

        var texts = new List<string>(1);
        foreach (var value in First(values))
        {
            if (read(value) is { } text && !texts.Contains(text))
            {
                texts.Add(text);
            }
        }

        return [.. texts];
    }

    private static TFeature[] Distinct<TValue, TFeature>(ImmutableArray<TValue> values, Func<TValue, TFeature?> read)
        where TFeature : struct
    {
        if (values.IsDefaultOrEmpty)
        {
            return [];
        }

        var features = new List<TFeature>(1);
        foreach (var value in First(values))
        {
            if (read(value) is { } feature && !features.Contains(feature))
            {
                features.Add(feature);
            }
        }

        return [.. features];
    }

    private static TFeature[] All<TValue, TFeature>(ImmutableArray<TValue> values, Func<TValue, TFeature?> read)
        where TFeature : class
    {
        if (values.IsDefaultOrEmpty)
        {
            return [];
        }

        var features = new List<TFeature>(values.Length);
        foreach (var value in First(values))
        {
            if (read(value) is { } feature)
            {
                features.Add(feature);
            }
        }

        return [.. features];
    }

    private static ReadOnlySpan<T> First<T>(ImmutableArray<T> values) =>
        values.IsDefaultOrEmpty ? [] : values.AsSpan()[..Math.Min(values.Length, ValuesMax)];
}
