using Xunit.Abstractions;

namespace CustomerGrains.Growth.Tests.Counting;

public sealed class CountingTests(ITestOutputHelper output)
{
    private const int Records = 2_000;
    private const ulong Seed = 1;

    /// <summary>Goal: what a record costs in messages is bounded by the record, not by how many partitions there are. Method: take a town in, for one to 256 partitions, and hold every record to the bound.</summary>
    [Fact]
    public void Messages_of_a_record_are_bounded_by_its_keys_and_its_neighbours_and_not_by_the_number_of_partitions()
    {
        output.WriteLine($"seed {Seed}");
        var town = new TownCount(Records, Seed);
        var batch = town.BatchHash();
        foreach (var partitions in new[] { 1, 4, 16, 64, 256 })
        {
            var row = town.Count(partitions, [Records]).Single();
            output.WriteLine($"{partitions} partitions: {row.Of(tally => tally.Messages):0.0} messages, {row.Of(tally => tally.Transfers):0.00} of them transfers, at most {row.Tallies.Max(tally => tally.Messages)}");
            Assert.Equal(batch, town.Hash);
            Assert.All(row.Tallies, tally =>
            {
                // A partition is asked once for all it has, so either bound holds.
                Assert.InRange(tally.KeyCalls, 0, Math.Min(partitions - 1, tally.Keys));
                Assert.Equal(tally.KeyCalls, tally.KeyAnswers);
                Assert.InRange(tally.ReadCalls, 0, Math.Min(partitions - 1, tally.Candidates));
                Assert.Equal(tally.ReadCalls, tally.ReadAnswers);
                Assert.InRange(tally.Transfers, 0, 4 * tally.Links);
                Assert.InRange(tally.OwnerCalls, 0, 16 * tally.Links);
                Assert.True(tally.Links > 0 || tally.OwnerCalls + tally.Transfers + tally.Placements == 0, "A record that is linked to nobody goes to no owner elsewhere.");
            });
        }
    }
}
