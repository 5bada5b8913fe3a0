using System.Collections.Immutable;
using System.Text;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Matching.Tests.Records;

/// <summary>Random records of every shape, for property tests.</summary>
internal static class RandomRecords
{
    private static readonly string[] Plausible =
    [
        "Robert", "SMITH, John", "Dr. María-José O'Neill (Bob) III", "van der Berg", "12/11/1978", "1978-12-11", "Mar 1 1970", "30/02/1999", "+44 20 7946 0958",
        "702-919-1300", "a.b+c@gmail.com", "none@none.com", "Flat 2, 45 High Street, London SW1A 1AA", "123 Main St, Las Vegas NV 89132", "943 476 5919", "unknown",
        "Acme & Sons Ltd t/a Widgets", "ssn", "nhs", "GB", "New York", "王杰", "محمد", "\u202Eabc\u202C", "#5", "3/45", "--", "12.50", "-3",
    ];

    public static SourceRecord Next(Random random) => new()
    {
        Type = (RecordType)random.Next(4),
        Names = Some(random, () => new PersonName
        {
            Type = (NameType)random.Next(4),
            Full = Maybe(random),
            Given = Maybe(random),
            Middle = Maybe(random),
            Surname = Maybe(random),
            Prefix = Maybe(random),
            Suffix = Maybe(random),
        }),
        OrganisationNames = Some(random, () => new OrganisationName(Text(random), (NameType)random.Next(4))),
        BirthDates = Some(random, () => Text(random)),
        DeathDates = Some(random, () => Text(random)),
        Gender = Maybe(random),
        Addresses = Some(random, () => new Address
        {
            Type = Maybe(random),
            Lines = Some(random, () => Text(random)),
            HouseNumber = Maybe(random),
            Street = Maybe(random),
            Unit = Maybe(random),
            City = Maybe(random),
            State = Maybe(random),
            Postcode = Maybe(random),
            Country = Maybe(random),
            ValidFrom = Maybe(random),
            ValidTo = Maybe(random),
        }),
        Phones = Some(random, () => new Phone(Text(random), Maybe(random))),
        Emails = Some(random, () => Text(random)),
        Identifiers = Some(random, () => new Identifier
        {
            Type = Text(random),
            Value = Text(random),
            Issuer = Maybe(random),
            Exclusive = random.Next(2) == 0,
            Verified = random.Next(2) == 0,
        }),
        Accounts = Some(random, () => new Account(Text(random), Maybe(random))),
        Websites = Some(random, () => Text(random)),
        Employers = Some(random, () => Text(random)),
        BirthPlaces = Some(random, () => Text(random)),
        Nationalities = Some(random, () => Text(random)),
        RegistrationDate = Maybe(random),
        RegistrationCountry = Maybe(random),
        Traits = Some(random, () => new Trait(Text(random), (TraitKind)random.Next(4), Text(random))),
        Other = Some(random, () => new KeyValuePair<string, string>(Text(random), Text(random))),
    };

    /// <summary>Half the time something a source might send, else any Unicode text, half surrogate pairs included.</summary>
    public static string Text(Random random)
    {
        if (random.Next(2) == 0)
        {
            return Plausible[random.Next(Plausible.Length)];
        }

        var text = new StringBuilder();
        for (var left = random.Next(40); left > 0; left--)
        {
            text.Append(random.Next(6) switch
            {
                0 => (char)random.Next(0x20),
                1 => (char)random.Next(0x10000),
                2 => Plausible[random.Next(Plausible.Length)],
                _ => (char)random.Next(0x20, 0x80),
            });
        }

        return text.ToString();
    }

    /// <summary>Replaces half surrogate pairs, which no UTF-8 carries.</summary>
    public static SourceRecord WellFormed(SourceRecord record) => SourceRecordCodec.Decode(SourceRecordCodec.Encode(record));

    private static string? Maybe(Random random) => random.Next(3) == 0 ? null : Text(random);

    private static ImmutableArray<T> Some<T>(Random random, Func<T> next) =>
        [.. Enumerable.Range(0, Math.Max(0, random.Next(5) - 2)).Select(_ => next())];
}
