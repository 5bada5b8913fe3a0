using CustomerGrains.Index;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Sources;
using CustomerGrains.Local;
using CustomerGrains.Matching.Records;
using CustomerGrains.Stores.Sqlite;

namespace CustomerGrains.Stores.Tests.Verifying;

/// <summary>A store with a bit of everything: merges, splits, updates, deletes, restores, decisions, possible matches. Made by the real index.</summary>
public sealed class SmallTown : IAsyncLifetime, IDisposable
{
    private const int Seed = 5;

    private static readonly string[] Given = ["Agnes", "Bertram", "Cedric", "Dorothea", "Edmund", "Florence", "Gideon", "Harriet"];
    private static readonly string[] Surnames = ["Ashdown", "Birtwhistle", "Cholmondeley", "Drinkwater", "Entwistle", "Fothergill"];

    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Path;

    public async Task InitializeAsync()
    {
        await using var journal = SqliteJournal.Open(Folder);
        await FillAsync(journal, journal);
    }

    /// <summary>Makes the town in a store of any kind.</summary>
    public static async Task FillAsync(IJournal journal, ISourceStore sources)
    {
        await using var local = await LocalIndex.OpenAsync(journal, sources, start: false);
        var index = local.Index;
        foreach (var source in (string[])["crm", "rent", "tax"])
        {
            await index.RegisterSourceAsync(new Source(source, "", new SourceDefaults()));
        }

        var random = new Random(Seed);
        for (var person = 0; person < 40; person++)
        {
            foreach (var source in (string[])["crm", "rent", "tax"])
            {
                await index.PutAsync(new PutCommand(new RecordIdentity(source, $"{person}"), RecordOf(person, withPhone: random.Next(3) > 0)));
            }
        }

        // A possible match: a name, two slips of the birth date, another town.
        await index.PutAsync(new PutCommand(new("crm", "florence"), Florence("1961-03-14", "17 Mill Lane", "Leeds", "LS6 1AB")));
        await index.PutAsync(new PutCommand(new("rent", "florence"), Florence("1961-04-15", "88 High Street", "York", "YO1 1AB")));

        // Somebody moves out of one customer into another; some go, some come back.
        await index.PutAsync(new PutCommand(new("tax", "1"), RecordOf(2, withPhone: true)));
        await index.PutAsync(new PutCommand(new("rent", "3"), RecordOf(3, withPhone: true) with { Emails = ["new@example.org"] }));
        for (var person = 30; person < 34; person++)
        {
            await index.DeleteAsync(new DeleteCommand(new("crm", $"{person}")));
        }

        foreach (var source in (string[])["crm", "rent", "tax"])
        {
            await index.DeleteAsync(new DeleteCommand(new(source, "35")));
        }

        await index.PutAsync(new PutCommand(new("crm", "31"), RecordOf(31, withPhone: true)));
        await index.DecideAsync(new DecideCommand(new("crm", "10"), new("crm", "11"), AssertionDecision.Same, "pat", "twins of one file"));
        await index.DecideAsync(new DecideCommand(new("crm", "12"), new("rent", "12"), AssertionDecision.Different, "pat", "father and son"));
        await index.DecideAsync(new DecideCommand(new("crm", "14"), new("crm", "15"), AssertionDecision.Same, "pat", "a mistake"));
        await index.DecideAsync(new DecideCommand(new("crm", "14"), new("crm", "15"), AssertionDecision.Withdraw, "sam", "taken back"));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    private static SourceRecord RecordOf(int person, bool withPhone) => new()
    {
        // Neighbours in number share a surname and a street, so that they are compared and kept apart.
        Names = [new PersonName { Given = Given[person % Given.Length], Surname = Surnames[person / 2 % Surnames.Length] }],
        BirthDates = [$"{1950 + (person / 4)}-0{1 + (person % 9)}-1{person % 10}"],
        Addresses = [new Address { Lines = [$"{1 + (person / 2)} Mill Lane"], City = "Leeds", Postcode = $"LS{1 + (person % 9)} {1 + (person % 9)}AB" }],
        Phones = withPhone ? [new Phone($"0113 496 0{person:000}")] : [],
        Emails = person % 3 == 0 ? [$"resident{person}@example.org"] : [],
    };

    private static SourceRecord Florence(string born, string line, string city, string postcode) => new()
    {
        Names = [new PersonName { Given = "Florence", Surname = "Ogilvy" }],
        BirthDates = [born],
        Addresses = [new Address { Lines = [line], City = city, Postcode = postcode }],
    };
}
