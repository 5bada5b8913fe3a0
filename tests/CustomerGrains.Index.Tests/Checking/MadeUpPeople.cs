using CustomerGrains.Matching.Records;

namespace CustomerGrains.Index.Tests.Checking;

/// <summary>People of many names, every fourth record another one of somebody before it: next to nobody has to do with anybody else.</summary>
public sealed class MadeUpPeople(int seed)
{
    private static readonly string[] Starts = ["Bar", "Cal", "Dor", "El", "Fen", "Gar", "Hol", "Ivar", "Jen", "Kel", "Lor", "Mar", "Nor", "Os", "Per", "Quin", "Ros", "Sal", "Tor", "Ul", "Ven", "Wil", "Yar", "Zel"];
    private static readonly string[] Middles = ["a", "be", "di", "en", "fo", "gi", "ha", "ke", "lo", "mi", "no", "ra", "se", "tu", "vi"];
    private static readonly string[] Ends = ["bert", "dal", "field", "gard", "ham", "ling", "mond", "ner", "quist", "rick", "son", "ton", "vik", "worth"];

    private readonly Random _random = new(seed);
    private readonly List<SourceRecord> _people = [];

    /// <summary>So many records of people, each changed by <paramref name="change"/>.</summary>
    public IReadOnlyList<PutCommand> Puts(int count, Func<SourceRecord, SourceRecord> change)
    {
        var puts = new List<PutCommand>(count);
        for (var i = 0; i < count; i++)
        {
            SourceRecord record;
            if (_people.Count > 0 && _random.Next(4) == 0)
            {
                record = _people[_random.Next(_people.Count)];
            }
            else
            {
                _people.Add(record = Person());
            }

            puts.Add(new PutCommand(new RecordIdentity(SmallWorld.Sources[i % 2].Name, $"{i}"), change(record)));
        }

        return puts;
    }

    private SourceRecord Person() => new()
    {
        Names = [new PersonName { Given = Pick(Starts) + Pick(Middles), Surname = Pick(Starts) + Pick(Middles) + Pick(Ends) }],
        BirthDates = _random.Next(8) == 0 ? [] : [$"{1930 + _random.Next(80)}-{1 + _random.Next(12):00}-{2 + _random.Next(27):00}"],
        Addresses = [new Address { HouseNumber = $"{1 + _random.Next(200)}", Street = $"{Pick(Starts)}{Pick(Ends)} Street", City = "Thornminster" }],
    };

    private string Pick(string[] values) => values[_random.Next(values.Length)];
}
