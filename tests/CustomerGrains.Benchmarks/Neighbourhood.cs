using System.Globalization;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Matching.Standardising;

namespace CustomerGrains.Benchmarks;

/// <summary>The worst that one component can be: namesakes in one town, five records each, with slips: Smiths and Smyths of eighteen given names, some of one address. A seed gives the same people for ever.</summary>
internal static class Neighbourhood
{
    /// <summary>Records of each person.</summary>
    public const int RecordsPerPerson = 5;

    private static readonly string[] Given =
    [
        "Margaret", "Peter", "Anne", "Oliver", "James", "Mary", "Catherine", "David", "Susan", "John", "Wendy", "Thomas", "Sarah", "Robert", "Jennifer", "Michael", "Elizabeth", "George",
    ];

    private static readonly string[] Streets = ["High Street", "Mill Lane", "Station Road", "Church Walk", "Ivy Drive", "Quay Street"];

    /// <summary>So many records, those of a person one after another.</summary>
    public static ComponentMember[] Members(int count, int seed)
    {
        var random = new Random(seed);
        var members = new ComponentMember[count];
        for (var i = 0; i < count; i += RecordsPerPerson)
        {
            var person = new Person(random);
            for (var record = i; record < Math.Min(count, i + RecordsPerPerson); record++)
            {
                members[record] = new ComponentMember(new RecordIdentity("town", record.ToString(CultureInfo.InvariantCulture)), Standardiser.Standardise(person.Write(random), new SourceDefaults()));
            }
        }

        return members;
    }

    /// <summary>Two records of one person and one of somebody else.</summary>
    public static (RecordFeatures A, RecordFeatures Same, RecordFeatures Other) Trio(int seed)
    {
        var members = Members(2 * RecordsPerPerson, seed);
        return (members[0].Features, members[1].Features, members[^1].Features);
    }

    private sealed class Person(Random random)
    {
        private readonly string _given = Given[random.Next(Given.Length)];
        private readonly string _middle = Given[random.Next(Given.Length)];
        private readonly DateOnly _born = new DateOnly(1930, 1, 1).AddDays(random.Next(30_000));
        private readonly string _house = random.Next(1, 60).ToString(CultureInfo.InvariantCulture);
        private readonly string _street = Streets[random.Next(Streets.Length)];
        private readonly string _phone = $"01632 96{random.Next(10_000):0000}";

        public SourceRecord Write(Random slips) => new()
        {
            Type = RecordType.Person,
            Names = [new PersonName { Given = slips.Next(10) == 0 ? Slip(slips, _given) : _given, Middle = slips.Next(3) == 0 ? _middle : null, Surname = slips.Next(12) == 0 ? "Smyth" : "Smith" }],
            BirthDates = slips.Next(5) == 0 ? [] : [(slips.Next(12) == 0 ? _born.AddDays(1) : _born).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)],
            Addresses = slips.Next(6) == 0 ? [] : [new Address { HouseNumber = _house, Street = _street, City = "Thornminster", Postcode = $"TM{_house.Length} 1AA" }],
            Phones = slips.Next(2) == 0 ? [] : [new Phone(_phone)],
        };

        private static string Slip(Random random, string text)
        {
            var at = random.Next(1, text.Length);
            return text.Remove(at, 1);
        }
    }
}
