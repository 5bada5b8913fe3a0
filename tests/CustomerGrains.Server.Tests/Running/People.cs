using CustomerGrains.V1;

namespace CustomerGrains.Server.Tests.Running;

/// <summary>Records for tests.</summary>
internal static class People
{
    public static RecordKey Key(string source, string id) => new() { Source = source, RecordId = id };

    public static V1.Record Person(string given, string surname, string birthDate, string? postcode = null, string? phone = null, string? email = null)
    {
        var record = new V1.Record { Names = { new PersonName { Given = given, Surname = surname } }, BirthDates = { birthDate } };
        if (postcode is not null)
        {
            record.Addresses.Add(new Address { HouseNumber = "12", Street = "Station Road", City = "Ashford", Postcode = postcode });
        }

        if (phone is not null)
        {
            record.Phones.Add(new Phone { Number = phone });
        }

        if (email is not null)
        {
            record.Emails.Add(email);
        }

        return record;
    }

    /// <summary>Somebody whose every attribute depends on the number, so that two numbers are two customers.</summary>
    public static V1.Record Numbered(int number) => Person(
        Given[number % Given.Length],
        Surnames[number / Given.Length % Surnames.Length],
        $"{1940 + (number % 60)}-{1 + (number / 7 % 12):00}-{1 + (number / 3 % 28):00}",
        $"TN{1 + (number % 30)} {number % 9}{(char)('A' + (number % 20))}{(char)('D' + (number / 20 % 20))}",
        $"07700 9{Scattered(number):00000}",
        $"person{Scattered(number)}@mail{number % 97}.example");

    // Of numbers that follow each other several digits differ: a phone or an address one slip from another's is evidence.
    private static int Scattered(int number) => (int)(number * 61_379L % 100_000);

    private static readonly string[] Given = ["Amelia", "Oscar", "Priya", "Mateusz", "Grace", "Leo", "Fatima", "Edwin", "Ingrid", "Callum", "Beatrice", "Tobias", "Rhiannon"];
    private static readonly string[] Surnames =
        ["Okafor", "Hartley", "Lindqvist", "Pemberton", "Kowalczyk", "Ferreira", "Tanaka", "Abernathy", "Ostrowski", "Villanueva", "Driscoll", "Nakamura", "Beaumont", "Castellano", "Whitlock", "Zielinski", "Farquhar"];
}
