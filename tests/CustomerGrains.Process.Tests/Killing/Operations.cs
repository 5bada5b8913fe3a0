using System.Globalization;
using CustomerGrains.Index;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Process.Tests.Killing;

/// <summary>What is sent: a fixed list of puts, changes and deletes. Operation n carries source version n + 1, so the outcome is the same in whatever order and how often they arrive.</summary>
internal static class Operations
{
    public const string Source = "crm";

    private const int RecordsPerOperation = 3;

    private static readonly string[] Given = ["Agnes", "Bertram", "Cedric", "Dorothea", "Edmund", "Florence", "Gideon", "Harriet", "Isidore", "Josephine"];
    private static readonly string[] Surnames = ["Ashdown", "Birtwhistle", "Cholmondeley", "Drinkwater", "Entwistle", "Fothergill", "Gathercole"];

    /// <summary>Sends one operation.</summary>
    public static async Task SendAsync(ICustomerIndex index, int number, int count)
    {
        var identity = IdentityOf(number, count);
        var id = number.ToString(CultureInfo.InvariantCulture);
        if (IsDelete(number))
        {
            await index.DeleteAsync(new DeleteCommand(identity, VersionOf(number), id));
        }
        else
        {
            await index.PutAsync(new PutCommand(identity, RecordOf(number), VersionOf(number), id));
        }
    }

    public static long VersionOf(int number) => number + 1;

    /// <summary>The record an operation is about: later operations return to the records of earlier ones.</summary>
    public static RecordIdentity IdentityOf(int number, int count) =>
        new(Source, (Mix(number) % (uint)Math.Max(1, count * 2 / RecordsPerOperation)).ToString(CultureInfo.InvariantCulture));

    public static bool IsDelete(int number) => Mix(number + 1_000_003) % 12 == 0;

    public static SourceRecord RecordOf(int number)
    {
        // A few hundred persons, each in several records; neighbours share enough to be possible matches.
        var person = Mix(number + 77) % 400;
        return new SourceRecord
        {
            Names = [new PersonName { Given = Given[person % 10], Surname = Surnames[person / 2 % 7] }],
            BirthDates = [string.Create(CultureInfo.InvariantCulture, $"{1940 + (person / 8)}-{1 + (person % 12):00}-{1 + (person % 27):00}")],
            Addresses = [new Address { Lines = [$"{1 + (person / 2)} Mill Lane"], City = "Leeds", Postcode = string.Create(CultureInfo.InvariantCulture, $"LS{1 + (person % 9)} {1 + (person % 8)}AB") }],
            Phones = number % 3 == 0 ? [] : [new Phone(string.Create(CultureInfo.InvariantCulture, $"0113 496 {person:0000}"))],
        };
    }

    /// <summary>Numbers that look random and are the same on every machine (the finaliser of MurmurHash3, Austin Appleby).</summary>
    private static uint Mix(int number)
    {
        var value = (uint)number + 0x9E3779B9;
        value = (value ^ (value >> 16)) * 0x85EBCA6B;
        value = (value ^ (value >> 13)) * 0xC2B2AE35;
        return value ^ (value >> 16);
    }
}
