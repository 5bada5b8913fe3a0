using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Matching.Tests.Scoring;

/// <summary>Random features out of small pools, so that pairs agree in all ways often enough to be a test.</summary>
internal sealed class RandomRecords(Random random)
{
    private static readonly string[] Given = ["james", "jamie", "jaems", "robert", "bob", "olivia", "zebedee", "j", "mary", "sergei", "sergejs", "srgy", "faisal", "fysl"];
    private static readonly string[] Surnames = ["smith", "smyth", "smithers", "clutterbuck", "cluterbuck", "jones", "james", "olivia", "okonkwo", "s", "alassad", "assad", "asad", "binladen", "ladin", "oliviajones", "siddiqui", "sdyqy"];
    private static readonly string[] Streets = ["main", "maine", "high", "station"];
    private static readonly string[] Cities = ["leeds", "leds", "york"];
    private static readonly string[] Words = ["acme", "global", "holdings", "widgets", "a", "crystalord", "cristalord", "crystal", "ord", "germany", "agh", "44", "45"];

    private static readonly Dictionary<string, ushort[]> Nicknames = new()
    {
        ["james"] = [1],
        ["jamie"] = [1],
        ["robert"] = [2, 5],
        ["bob"] = [5],
    };

    /// <summary>A record; about every third attribute is missing.</summary>
    public RecordFeatures Next(RecordType? type = null) => new()
    {
        Type = type ?? (random.Next(12) == 0 ? RecordType.Organisation : RecordType.Person),
        Names = Some(2, Name),
        OrganisationNames = random.Next(5) == 0 ? Some(2, Organisation) : [],
        BirthDates = Some(2, Date),
        DeathDates = random.Next(6) == 0 ? Some(1, Date) : [],
        Gender = (Gender)random.Next(4),
        Addresses = Some(2, Address),
        Phones = Some(2, () => new PhoneFeature(One("+441132000001", "1132000001", "+441132000002", "+12025550143"), false, true)),
        Emails = Some(2, () => new EmailFeature(One("jsmith", "jsmyth", "olivia.jones", "info"), One("mail.org", "mial.org", "post.net"), false)),
        Identifiers = Some(2, Identifier),
        Websites = random.Next(6) == 0 ? Some(1, () => One("acme.com", "global.com")) : [],
        Employers = random.Next(4) == 0 ? Some(1, () => One("acme", "global")) : [],
        BirthPlaces = random.Next(4) == 0 ? Some(1, () => One("leeds", "york")) : [],
        Nationalities = random.Next(4) == 0 ? Some(1, () => One("gb", "ie")) : [],
        Traits = random.Next(4) == 0 ? Some(1, () => new TraitFeature { Name = "ward", Kind = One(TraitKind.Exact, TraitKind.Text), Text = One("north", "north x", "south") }) : [],
    };

    /// <summary>A name of one given name and one surname.</summary>
    public static NameFeature Name(string? given, string surname, byte generation = 0) => new()
    {
        Type = NameType.Primary,
        Given = given is null ? [] : [Token(given)],
        FirstCount = (byte)(given is null ? 0 : 1),
        Surname = [Token(surname)],
        SurnameJoined = surname,
        Generation = generation,
    };

    public static NameToken Token(string text) => new()
    {
        Text = text,
        Phonetic = text.Length == 1 ? "" : Sound(text),
        PhoneticAlternate = text.Length == 1 ? "" : Sound(text),
        NicknameGroups = Nicknames.GetValueOrDefault(text, []),
    };

    private static string Sound(string text) => string.Concat(text.Where(letter => !"aeiouyh".Contains(letter, StringComparison.Ordinal)).Take(4)).ToUpperInvariant();

    private T One<T>(params T[] values) => values[random.Next(values.Length)];

    private T[] Some<T>(int most, Func<T> make) => random.Next(3) == 0 ? [] : [.. Enumerable.Range(0, random.Next(most) + 1).Select(_ => make())];

    private NameFeature Name()
    {
        NameToken[] given = random.Next(4) == 0 ? [] : [.. Enumerable.Range(0, random.Next(2) + 1).Select(_ => Token(One(Given)))];
        NameToken[] surname = random.Next(4) == 0 ? [] : [.. Enumerable.Range(0, random.Next(5) == 0 ? 2 : 1).Select(_ => Token(One(Surnames)))];
        return new NameFeature
        {
            Type = One(NameType.Primary, NameType.Primary, NameType.Former, NameType.Alias),
            Given = given,
            FirstCount = (byte)Math.Min(1, given.Length),
            Surname = surname,
            SurnameJoined = surname.Length == 0 ? null : string.Concat(surname.Select(token => token.Text)),
            Generation = (byte)(random.Next(4) == 0 ? random.Next(3) : 0),
            OrderGuessed = random.Next(4) == 0,
        };
    }

    private OrganisationNameFeature Organisation()
    {
        string[] words = [.. Enumerable.Range(0, random.Next(3) + 1).Select(_ => One(Words))];
        return new OrganisationNameFeature
        {
            Type = NameType.Primary,
            Words = words,
            Joined = string.Join(' ', words),
            LegalForm = One(null, null, "ag", "gmbh", "company"),
            Acronym = words.Length == 1 ? null : string.Concat(words.Select(word => word[0])),
        };
    }

    private DateFeature Date()
    {
        var (year, month, day) = (random.Next(5) == 0 ? 0 : 1970 + random.Next(3), random.Next(6) == 0 ? 0 : random.Next(3) + 1, random.Next(6) == 0 ? 0 : random.Next(4) + 1);
        return new DateFeature((short)year, (byte)month, (byte)day, random.Next(6) == 0, month == 1 && day == 1);
    }

    private AddressFeature Address()
    {
        var street = random.Next(4) == 0 ? null : One(Streets);
        var postcode = random.Next(3) == 0 ? null : One("ls11aa", "ls12bb", "yo11aa");
        return new AddressFeature
        {
            HouseNumber = random.Next(4) == 0 ? null : One("1", "12", "21"),
            Street = street is null ? null : $"{street} street",
            StreetCore = street,
            Unit = random.Next(4) == 0 ? One("1", "2") : null,
            PostBox = random.Next(8) == 0 ? "77" : null,
            Building = random.Next(8) == 0 ? "rose cottage" : null,
            City = random.Next(3) == 0 ? null : One(Cities),
            Postcode = postcode,
            PostcodeArea = postcode?[..3],
        };
    }

    private IdentifierFeature Identifier()
    {
        var exclusive = random.Next(2) == 0;
        return new IdentifierFeature
        {
            Kind = exclusive ? "nhs" : One("passport", "account"),
            Value = One("9434765919", "9434765918", "4010232137", "943476"),
            Issuer = random.Next(4) == 0 ? "gb" : null,
            Exclusive = exclusive,
            Check = One(IdentifierCheck.None, IdentifierCheck.Passed, IdentifierCheck.Failed),
        };
    }
}
