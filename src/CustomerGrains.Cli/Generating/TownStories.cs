namespace CustomerGrains.Cli.Generating;

/// <summary>A resident whose records tell something.</summary>
internal sealed record TownStory(string Title, Resident Resident, IReadOnlyList<TownRecord> Records);

/// <summary>Picks residents whose records are worth showing, from what really happened to them.</summary>
internal sealed class TownStories
{
    private const int SourcesMin = 3;
    private static readonly int Given = TownSource.Column("given_name");
    private static readonly int Surname = TownSource.Column("surname");
    private static readonly int Address = TownSource.Column("address");
    private readonly Dictionary<long, List<TownRecord>> _records = [];

    /// <summary>Notes a record; every record of the town is to be noted.</summary>
    public void Add(TownRecord record)
    {
        if (!_records.TryGetValue(record.Resident.Number, out var records))
        {
            _records.Add(record.Resident.Number, records = []);
        }

        records.Add(record);
    }

    /// <summary>Kinds of stories, each with residents it fits, the richest first.</summary>
    public IEnumerable<IReadOnlyList<TownStory>> ByKind()
    {
        yield return Stories("Moved house: the sources hold two addresses", records => Distinct(records, Address) == 2 && records[0].Resident.FormerHome is not null && Distinct(records, Surname) == 1);
        yield return Stories("Married: some sources still hold the former surname", records => records[0].Resident.FormerSurname is not null && Distinct(records, Surname) == 2);
        yield return Stories("Known by another given name, or mistyped", records => Distinct(records, Given) >= 2 && Distinct(records, Surname) == 1 && records[0].Resident.FormerHome is null);
    }

    private List<TownStory> Stories(string title, Func<List<TownRecord>, bool> fits) =>
    [
        .. _records.Values
            .Where(records => records.Select(record => record.Identity.Source).Distinct().Count() >= SourcesMin && fits(records))
            .OrderByDescending(records => records.Count)
            .ThenBy(records => records[0].Resident.Number)
            .Select(records => new TownStory(title, records[0].Resident, [.. records.OrderBy(record => record.Identity)])),
    ];

    private static int Distinct(List<TownRecord> records, int column) =>
        records.Select(record => record.Row[column].ToUpperInvariant()).Where(value => value.Length > 1).Distinct(StringComparer.Ordinal).Count();
}
