using System.Collections.Immutable;
using System.Globalization;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cluster.Tests.Planning;

/// <summary>Households, namesakes, movers and a phone that many share: few enough people that most records have something to do with others.</summary>
internal sealed class Neighbourhood(Random random)
{
    private const int Households = 14;
    private const int PeoplePerHousehold = 3;

    private static readonly string[] Given = ["Margaret", "John", "Priya", "Oluwaseun", "Nicola", "Edmund"];
    private static readonly string[] Nicknames = ["Maggie", "Jon", "Pri", "Seun", "Nicky", "Ed"];
    private static readonly string[] Surnames = ["Okonkwo", "Lindqvist", "Barraclough", "Francis", "Whitcombe"];
    private static readonly string[] Streets = ["Mill Lane", "Park Crescent", "Bank Street"];

    private readonly Dictionary<RecordIdentity, int> _personOf = [];

    /// <summary>A record as its source writes it this time: mostly of the person it was of before.</summary>
    public SourceRecord Write(RecordIdentity identity)
    {
        if (!_personOf.TryGetValue(identity, out var person) || random.Next(15) == 0)
        {
            _personOf[identity] = person = random.Next(Households * PeoplePerHousehold);
        }

        var household = person / PeoplePerHousehold;

        // The first two of a household have different names; the third is a junior or a namesake of the first.
        var given = (household + (person % PeoplePerHousehold == 1 ? 1 : 0)) % Given.Length;
        var home = random.Next(6) == 0 ? (household + 3) % Households : household;
        return new SourceRecord
        {
            Names =
            [
                new PersonName
                {
                    Given = random.Next(5) == 0 ? Nicknames[given] : Given[given],
                    Surname = Surnames[household % Surnames.Length],
                    Suffix = person % PeoplePerHousehold == 2 && random.Next(2) == 0 ? "Jr" : null,
                },
            ],
            BirthDates = random.Next(6) == 0 ? [] : [BirthDate(person)],
            Addresses = random.Next(7) == 0
                ? []
                : [new Address { Lines = [$"{1 + home} {Streets[home % Streets.Length]}"], City = "Leeds", Postcode = string.Create(CultureInfo.InvariantCulture, $"LS{1 + (home % 5)} {1 + (home % 8)}AB") }],
            Phones = Phones(person),
            Emails = random.Next(4) == 0 ? [string.Create(CultureInfo.InvariantCulture, $"resident{person}@thornmail.example")] : [],
        };
    }

    private static string BirthDate(int person) =>
        string.Create(CultureInfo.InvariantCulture, $"{(person % PeoplePerHousehold == 2 ? 1985 : 1955) + (person % 11)}-{1 + (person % 12):00}-{2 + (person % 27):00}");

    private ImmutableArray<Phone> Phones(int person) => random.Next(5) switch
    {
        0 => [],

        // The switchboard: how many have it at a time goes above the crowd limit and back.
        1 => [new Phone("0113 496 0000")],
        _ => [new Phone(string.Create(CultureInfo.InvariantCulture, $"0113 496 {100 + (person / 2):0000}"))],
    };
}
