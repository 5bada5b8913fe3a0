using CustomerGrains.Index.BlockingKeys;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Tests.Checking;

namespace CustomerGrains.Index.Tests.BlockingKeys;

public sealed class HotIndexTests
{
    /// <summary>Goal: it finds exactly those that share a trait, whatever came and went. Method: random deeds, beside sets.</summary>
    [Fact]
    public void It_finds_every_record_that_shares_a_trait_and_no_other()
    {
        foreach (var seed in Seeds.First(30))
        {
            var random = new Random(seed);
            var index = new HotIndex();
            var expected = new Dictionary<RecordNo, (RecordRevision Revision, ulong[] Traits)>();
            var found = new List<RecordRevision>();
            for (var step = 1; step <= 2_000; step++)
            {
                var no = new RecordNo(1 + random.Next(300));
                if (random.Next(3) == 0)
                {
                    index.Remove(no);
                    expected.Remove(no);
                }
                else
                {
                    var revision = new RecordRevision(no, step);
                    var filed = Traits(random);
                    index.Set(revision, filed);
                    expected[no] = (revision, filed);
                }

                var asked = Traits(random);
                found.Clear();
                index.AddSharing(asked, no, found);
                var sharing = expected.Values.Where(record => record.Revision.No != no && record.Traits.Intersect(asked).Any()).Select(record => record.Revision);
                Assert.True(found.ToHashSet().SetEquals(sharing) && found.Distinct().Count() == found.Count, $"reproduce with CG_SEED={seed}");
                Assert.Equal(expected.Count, index.Count);
                Assert.Equal(expected.TryGetValue(no, out var now), index.Has(now.Revision with { No = no }));
            }
        }
    }

    /// <summary>Goal: a hot key of very many records takes bounded memory. Method: as many traits as records of people have, mostly of their own; bytes alive before and after.</summary>
    [Fact]
    public void A_record_of_a_hundred_traits_takes_less_than_two_kilobytes()
    {
        const int Records = 20_000;
        var random = new Random(1);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var index = new HotIndex();
        for (var i = 1; i <= Records; i++)
        {
            index.Set(new RecordRevision(new RecordNo(i), 1), Enumerable.Range(0, 100).Select(_ => (ulong)random.NextInt64()).ToArray());
        }

        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / Records;
        Assert.Equal(Records, index.Count);
        Assert.True(bytes < 2_000, $"{bytes} bytes for each record");
    }

    // Few, so that many are shared; hashes, because that is what traits are.
    private static ulong[] Traits(Random random) => [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => (ulong)(1 + random.Next(200)) * 0x9E3779B97F4A7C15UL).Distinct()];
}
