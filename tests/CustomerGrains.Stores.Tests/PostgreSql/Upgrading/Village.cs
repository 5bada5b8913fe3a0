using System.Globalization;
using System.Text;
using CustomerGrains.Index;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Sources;
using CustomerGrains.Local;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Stores.Tests.PostgreSql.Upgrading;

/// <summary>A handful of records with one of each thing a store keeps, and everything a reader of a store sees, as text.</summary>
internal static class Village
{
    public static async Task FillAsync(IJournal journal, ISourceStore sources)
    {
        await using var local = await LocalIndex.OpenAsync(journal, sources, start: false);
        var index = local.Index;
        await index.RegisterSourceAsync(new Source("crm", "Contact centre", new SourceDefaults()));
        await index.RegisterSourceAsync(new Source("rent", "", new SourceDefaults { DateOrder = DateOrder.MonthFirst }));
        await sources.PutMappingAsync("rent", """{"columns":{"surname":"name.surname"}}""");
        foreach (var source in (string[])["crm", "rent"])
        {
            for (var person = 1; person <= 4; person++)
            {
                await index.PutAsync(new PutCommand(new RecordIdentity(source, $"{person}"), Person(person, withEmail: source == "crm")));
            }
        }

        // Two that were apart become one; one leaves; one goes for good and one comes back; people decide.
        await index.PutAsync(new PutCommand(new("crm", "naïve/5"), Person(5, withEmail: true) with { Names = [new PersonName { Given = "Zoë", Surname = "Ó Briain" }] }));
        await index.PutAsync(new PutCommand(new("rent", "5"), Person(6, withEmail: false)));
        await index.PutAsync(new PutCommand(new("rent", "5"), Person(5, withEmail: true) with { Names = [new PersonName { Given = "Zoë", Surname = "Ó Briain" }] }));
        await index.PutAsync(new PutCommand(new("rent", "2"), Person(7, withEmail: false)));
        await index.DeleteAsync(new DeleteCommand(new("rent", "3")));
        await index.DeleteAsync(new DeleteCommand(new("crm", "4")));
        await index.PutAsync(new PutCommand(new("crm", "4"), Person(4, withEmail: true)));
        await index.DecideAsync(new DecideCommand(new("crm", "1"), new("crm", "3"), AssertionDecision.Same, "pat", "one file"));
        await index.DecideAsync(new DecideCommand(new("crm", "4"), new("rent", "4"), AssertionDecision.Different, "sam", "mother and daughter"));
    }

    public static SourceRecord Person(int number, bool withEmail) => new()
    {
        Names = [new PersonName { Given = Given[number], Surname = Surnames[number / 2] }],
        BirthDates = [$"19{50 + (number * 4)}-0{number}-1{number}"],
        Addresses = [new Address { Lines = [$"{number} Mill Lane"], City = "Leeds", Postcode = $"LS{number} {number}AB" }],
        Phones = [new Phone($"0113 496 000{number}")],
        Emails = withEmail ? [$"resident{number}@example.org"] : [],
    };

    /// <summary>What is in a store, line by line, but for what two stores of the same village differ in: times and secrets.</summary>
    public static async Task<string> TellAsync(IJournal journal, ISourceStore sources)
    {
        var text = new StringBuilder();
        foreach (var source in await sources.ReadSourcesAsync())
        {
            Line($"source {source.Source.Name} '{source.Source.Title}' {source.Source.Defaults.Region} {source.Source.Defaults.DateOrder}: {source.LiveRecords} live, mapping {await sources.ReadMappingAsync(source.Source.Name)}");
        }

        var status = await journal.ReadStatusAsync();
        Line($"{status.LiveRecords} records, {status.LiveCustomers} customers, {status.ReviewPairs} for review, {status.Backlog} waiting, {status.LastEvent} events");
        RecordNo[] numbers = [.. Enumerable.Range(1, (int)status.LastEvent).Select(number => new RecordNo(number))];
        var records = await journal.ReadRecordsAsync(numbers);
        var bodies = await journal.ReadBodiesAsync(numbers);
        foreach (var (record, body) in records.Zip(bodies).Where(pair => pair.First is not null))
        {
            Line($"record {record!.No} {record.Identity} revision {record.Revision} {(record.IsLive ? "live" : "deleted")} in {record.Customer} of {record.Component}, {record.Keys.Length} keys: {Encoding.UTF8.GetString(body!.Payload)}");
        }

        foreach (var record in numbers)
        {
            if (await journal.ReadLedgerAsync(new CustomerNo(record.Value)) is { } entry)
            {
                Line($"customer {entry.No} {entry.State} born {entry.Born} superseded by {entry.SupersededBy} changed at {entry.ChangedAt}: {string.Join(' ', await journal.ReadMembersAsync(entry.No))}");
            }
        }

        foreach (var assertion in await journal.ReadLiveAssertionsAsync(0, 100))
        {
            var told = Assert.Single(await journal.ReadAssertionsAsync(assertion.A, assertion.B));
            Line($"decision {told.No} {told.A} {told.B} {told.Decision} by {told.DecidedBy}: {told.Reason}");
        }

        foreach (var pair in await journal.ReadReviewPairsAsync(default, null, 100))
        {
            Line($"for review {pair.A.No} {pair.B.No} {pair.Weight} {pair.Kind}");
        }

        foreach (var change in await journal.ReadEventsAsync(0, 1000))
        {
            var draft = change.Change;
            Line($"event {change.Sequence} {draft.Kind} {draft.Customer} +[{string.Join(' ', draft.Added)}] -[{string.Join(' ', draft.Removed)}] ~[{string.Join(' ', draft.Updated)}] others [{string.Join(' ', draft.Others)}]");
        }

        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static readonly string[] Given = ["", "Agnes", "Bertram", "Cedric", "Dorothea", "Edmund", "Florence", "Gideon"];
    private static readonly string[] Surnames = ["Ashdown", "Birtwhistle", "Cholmondeley", "Drinkwater"];
}
