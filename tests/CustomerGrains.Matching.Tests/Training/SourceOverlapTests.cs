using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Training;

namespace CustomerGrains.Matching.Tests.Training;

public sealed class SourceOverlapTests
{
    private const int People = 1000;

    [Fact]
    public void A_source_is_taken_to_hold_nobody_twice_when_strong_pairs_are_rare_in_it()
    {
        Assert.Equal(["a", "b"], Overlap(chanceWithin: 300, twice: 0).OneToOne);
        Assert.Equal(["b"], Overlap(chanceWithin: 300, twice: 100).OneToOne);
    }

    [Fact]
    public void Too_few_strong_pairs_across_say_nothing_of_a_source() => Assert.Empty(Overlap(chanceWithin: 0, twice: 0, across: 15).OneToOne);

    [Fact]
    public void Chance_within_such_sources_says_where_a_link_across_them_begins()
    {
        // 1,000 right pairs across weigh 20 bits and more. At 12 bits there are 2,000 by chance, and nearly as many within each source.
        var pairs = Pairs(chanceWithin: 1500, twice: 0, across: People, chanceAcross: 2000);
        var overlap = SourceOverlap.Of(Identities(), pairs, Customers());
        Assert.InRange(overlap.BestThreshold(pairs, from: 800, preferred: 1000)!.Value, 1201, 2000);

        // Where nothing is found by chance, the preferred threshold is as good as any.
        var clean = Pairs(chanceWithin: 0, twice: 0, across: People, chanceAcross: 0);
        Assert.Equal(1000, SourceOverlap.Of(Identities(), clean, Customers()).BestThreshold(clean, from: 800, preferred: 1000));
    }

    [Fact]
    public void Without_two_such_sources_nothing_is_said_of_the_threshold() =>
        Assert.Null(Overlap(chanceWithin: 300, twice: 100).BestThreshold(Pairs(300, 100, People, 0), from: 800, preferred: 1000));

    private static SourceOverlap Overlap(int chanceWithin, int twice, int across = People) => SourceOverlap.Of(Identities(), Pairs(chanceWithin, twice, across, 0), Customers());

    /// <summary>Two sources, in each of which record i is person i.</summary>
    private static RecordIdentity[] Identities() => [.. Enumerable.Range(0, 2 * People).Select(i => new RecordIdentity(i < People ? "a" : "b", $"{i}"))];

    private static int[] Customers() => [.. Enumerable.Range(0, 2 * People).Select(i => i % People)];

    /// <param name="chanceWithin">Pairs of 12 bits within each source.</param>
    /// <param name="twice">Pairs of 30 bits within source a.</param>
    /// <param name="across">Pairs of 20 to 40 bits across, of one person each.</param>
    /// <param name="chanceAcross">Pairs of 12 bits across.</param>
    private static PairTable Pairs(int chanceWithin, int twice, int across, int chanceAcross)
    {
        static ComparedPair Pair(int a, int b, int weight) => new(a, b, 0, 0, weight, 0, 0, 0, false, true);
        return new PairTable(
            [
                .. Enumerable.Range(0, across).Select(i => Pair(i, i + People, 2000 + (2 * i))),
                .. Enumerable.Range(0, chanceAcross).Select(i => Pair(i % People, People + ((i + 7) % People), 1200)),
                .. Enumerable.Range(0, chanceWithin).SelectMany(i => new[] { Pair(i % (People - 1), (i % (People - 1)) + 1, 1200), Pair(People + (i % (People - 1)), People + (i % (People - 1)) + 1, 1200) }),
                .. Enumerable.Range(0, twice).Select(i => Pair(i, i + 2, 3000)),
            ],
            [new LevelPattern(0)]);
    }
}
