using System.Collections.Concurrent;
using CustomerGrains.Growth.Tests.Protocol;
using CustomerGrains.Index.Tests.Checking;
using Xunit.Abstractions;

namespace CustomerGrains.Growth.Tests.Network;

public sealed class ProtocolTests(ITestOutputHelper output)
{
    private const int RunsDefault = 2_000;

    /// <summary>Goal: partitions that share no transaction make the customers that the batch makes, whatever the network and crashes do. Method: the protocol over one to six partitions under seeded
    /// runs of messages late, reordered, lost and repeated and of crashes before a commit and between a commit and the sending of what it sends; at rest, compare with the batch, and count tokens.</summary>
    [Fact]
    public void Partitions_without_a_common_transaction_keep_the_law()
    {
        var failures = new ConcurrentDictionary<int, string>();
        var (crashes, repeats) = (0, 0);
        int[] seeds = [.. Seeds.First(RunsDefault)];
        Parallel.ForEach(seeds, new ParallelOptions { MaxDegreeOfParallelism = 2 }, seed =>
        {
            if (failures.Count < 5 && FaultyRun.Run(seed, Plant.None, out var run) is var findings)
            {
                Interlocked.Add(ref crashes, run.Struck.Crashes);
                Interlocked.Add(ref repeats, run.Struck.Repeats);
                if (findings.Count > 0)
                {
                    failures[seed] = string.Join("; ", findings);
                }
            }
        });
        output.WriteLine($"{seeds.Length} runs, {crashes} crashes, {repeats} messages that had been applied already");
        Assert.True(failures.IsEmpty, string.Join('\n', failures.OrderBy(failure => failure.Key).Select(failure => $"CG_SEED={failure.Key}: {failure.Value}")));

        // One run that is replayed may have met neither.
        Assert.True(seeds.Length < 100 || (crashes > 0 && repeats > 0));
    }

    /// <summary>Goal: a failure can be replayed. Method: the same seeds twice, with a bug.</summary>
    [Fact]
    public void A_seed_replays_the_same_run()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            Assert.Equal(FaultyRun.Run(seed, Plant.RevisionsIgnored), FaultyRun.Run(seed, Plant.RevisionsIgnored));
        }
    }

    /// <summary>Goal: each part of the protocol is needed, and the check would notice if it were not there. Method: leave it out.</summary>
    [Theory]
    [InlineData(nameof(Plant.AppliedTwice))]
    [InlineData(nameof(Plant.OutboxForgotten))]
    [InlineData(nameof(Plant.PlacementOrderIgnored))]
    [InlineData(nameof(Plant.RevisionsIgnored))]
    [InlineData(nameof(Plant.FirstAnswerSuffices))]
    [InlineData(nameof(Plant.MeetingUnanswered))]
    [InlineData(nameof(Plant.NoSplits))]
    public void A_planted_bug_is_found(string plant)
    {
        for (var seed = 1; seed <= 1000; seed++)
        {
            if (FaultyRun.Run(seed, Enum.Parse<Plant>(plant)) is { Count: > 0 } findings)
            {
                output.WriteLine($"{plant} was found by seed {seed}: {findings[0].Split('\n')[0]}");
                return;
            }
        }

        Assert.Fail($"{plant} was not found in 1000 runs.");
    }
}
