using System.Globalization;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Sources;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Index.Tests.Checking;

/// <summary>What somebody may do to the index.</summary>
public abstract record Deed
{
    /// <summary>Deeds with one lane are done one after another; those of different lanes may be under way at once.</summary>
    public required int Lane { get; init; }
}

/// <summary>Sends a record.</summary>
public sealed record PutDeed(PutCommand Command) : Deed;

/// <summary>Deletes a record.</summary>
public sealed record DeleteDeed(DeleteCommand Command) : Deed;

/// <summary>Decides on two records.</summary>
public sealed record DecideDeed(DecideCommand Command) : Deed;

/// <summary>Random deeds over so few names, dates and numbers that most records have something to do with each other: links, chains, near misses, conflicts, households.</summary>
public sealed class SmallWorld(int seed, int identityCount = 12)
{
    public static readonly Source[] Sources = [new("a", "", new SourceDefaults()), new("b", "", new SourceDefaults())];

    private static readonly string[] Given = ["Margaret", "Maggie", "John", "Jon", "Priya"];
    private static readonly string[] Surnames = ["Okonkwo", "Okonkwoh", "Lindqvist", "Barraclough"];
    private static readonly string[] Births = ["1961-03-12", "1961-12-03", "1984-07-30", "1984-07-31"];
    private static readonly string[] Phones = ["07700 900123", "07700 900124", "020 7946 0001"];
    private static readonly string[] Emails = ["m.okonkwo@northmail.net", "jl@northmail.net", "lindqvist84@post.se"];
    private static readonly string[] Postcodes = ["SW1A 1AA", "M1 1AE"];
    private static readonly string[] Passports = ["501234567", "509876543"];

    private readonly Random _random = new(seed);

    public int Seed { get; } = seed;

    public RecordIdentity Identity(int index) => new(Sources[index % Sources.Length].Name, index.ToString("d3", CultureInfo.InvariantCulture));

    public IEnumerable<RecordIdentity> Identities => Enumerable.Range(0, identityCount).Select(Identity);

    /// <summary>So many deeds, among them repeats of earlier ones.</summary>
    public IReadOnlyList<Deed> Deeds(int count)
    {
        var deeds = new List<Deed>(count);
        while (deeds.Count < count)
        {
            var earlier = deeds.Count > 0 && _random.Next(12) == 0 ? deeds[^1] : null;
            deeds.Add(earlier ?? Deed());
        }

        return deeds;
    }

    private Deed Deed()
    {
        var index = _random.Next(identityCount);
        var identity = Identity(index);
        switch (_random.Next(20))
        {
            case < 3:
                return new DeleteDeed(new DeleteCommand(identity)) { Lane = index };
            case < 7:
                var other = Identity((index + 1 + _random.Next(identityCount - 1)) % identityCount);
                var (a, b) = identity.CompareTo(other) < 0 ? (identity, other) : (other, identity);
                var decision = (AssertionDecision)(1 + _random.Next(3));
                return new DecideDeed(new DecideCommand(a, b, decision, "tester", "because")) { Lane = identityCount };
            default:
                return new PutDeed(new PutCommand(identity, Record(), SourceVersion: 0)) { Lane = index };
        }
    }

    /// <summary>A random record.</summary>
    public SourceRecord Record() => new()
    {
        Names = [new PersonName { Given = Pick(Given), Surname = Pick(Surnames) }],
        BirthDates = Some(Births, 4),
        Phones = [.. Some(Phones, 2).Select(number => new Phone(number))],
        Emails = Some(Emails, 2),
        Addresses = [.. Some(Postcodes, 2).Select(postcode => new Address { HouseNumber = "10", Street = "Downing Street", Postcode = postcode })],
        Identifiers = [.. Some(Passports, 1).Select(value => new Identifier { Type = "passport", Value = value, Issuer = "GB", Exclusive = true, Verified = true })],
    };

    private string Pick(string[] values) => values[_random.Next(values.Length)];

    private System.Collections.Immutable.ImmutableArray<string> Some(string[] values, int inFive) => _random.Next(5) < inFive ? [Pick(values)] : [];
}
