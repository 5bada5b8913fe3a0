using CustomerGrains.Index;
using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Tests.Checking;
using CustomerGrains.Orleans.Membership;
using CustomerGrains.Orleans.Tests.Clusters;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace CustomerGrains.Orleans.Tests.Faults;

/// <summary>Silos that go without a word.</summary>
public sealed class SiloLossTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Goal: what was acknowledged when a silo died is in its customer, and the partition is the batch's. Method: kill one of three in the middle of a stream; who gets no answer sends again elsewhere.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_silo_killed_in_the_middle_of_a_stream_loses_nothing(int seed)
    {
        await using var shared = await SharedJournal.OpenAsync();
        await using var cluster = await StartAsync(shared.Journal, shared, silos: 3, sweepInterval: TimeSpan.FromSeconds(1));
        var puts = new MadeUpPeople(seed).Puts(600, record => record);
        var victim = cluster.Silos[2];
        var indexes = cluster.Silos.Select(ClusterUnderTest.IndexOf).ToArray();
        var acknowledged = 0;
        var killed = Task.CompletedTask;
        await Parallel.ForEachAsync(Enumerable.Range(0, puts.Count), new ParallelOptions { MaxDegreeOfParallelism = 24 }, async (number, _) =>
        {
            for (var attempt = 0; ; attempt++)
            {
                try
                {
                    await indexes[(number + attempt) % 3].PutAsync(puts[number], CancellationToken.None).WaitAsync(Patience, CancellationToken.None);
                    break;
                }
                catch (Exception fault) when (attempt < 10 && fault is (GrainUnavailableException or OverloadedException or TimeoutException or ObjectDisposedException))
                {
                    // Elsewhere.
                }
            }

            if (Interlocked.Increment(ref acknowledged) == 200)
            {
                killed = Kill(cluster, victim);
            }
        });
        await killed;
        await DrainAsync(cluster, shared);

        var findings = await shared.Checker.CheckAsync(puts.Select(put => put.Identity));
        Assert.True(findings.Count == 0, $"CG_SEED={seed}: {string.Join("; ", findings)}");
        Assert.Equal(2, cluster.Cluster.GetActiveSilos().Count());
    }

    /// <summary>Goal: what a silo left behind is found when it is declared dead, not when the next round of the sweep comes. Method: rounds an hour apart; records accepted and not resolved, as by a silo that
    /// died there; kill one.</summary>
    [Fact]
    public async Task What_a_dead_silo_left_is_resolved_when_it_is_declared_dead()
    {
        await using var shared = await SharedJournal.OpenAsync();
        var (journal, resolved) = JournalProbe.UntilResolved(shared.Journal);
        await using var cluster = await StartAsync(journal, shared, silos: 2, sweepInterval: TimeSpan.FromHours(1));
        var puts = new MadeUpPeople(3).Puts(40, record => record);
        await Abandoned.AcceptAsync(shared.Journal, puts);
        Assert.Equal(40, (await shared.Journal.ReadStatusAsync()).Backlog);

        await cluster.Cluster.KillSiloAsync(cluster.Silos[1]);
        await resolved.WaitAsync(Patience);
        Assert.Empty(await shared.Checker.CheckAsync(puts.Select(put => put.Identity)));
    }

    /// <summary>Goal: what was left when all silos went is resolved at the next start.</summary>
    [Fact]
    public async Task What_the_last_silo_left_is_resolved_at_the_next_start()
    {
        await using var shared = await SharedJournal.OpenAsync();
        var puts = new MadeUpPeople(4).Puts(40, record => record);
        await Abandoned.AcceptAsync(shared.Journal, puts);
        var (journal, resolved) = JournalProbe.UntilResolved(shared.Journal);
        await using var cluster = await StartAsync(journal, shared, silos: 1, sweepInterval: TimeSpan.FromHours(1));
        await resolved.WaitAsync(Patience);
        Assert.Empty(await shared.Checker.CheckAsync(puts.Select(put => put.Identity)));
    }

    /// <summary>Goal: silos share the sweep. Method: of many records each is one silo's, no silo has most, and when one goes only its share moves.</summary>
    [Fact]
    public async Task Each_unresolved_record_is_one_silo_s()
    {
        await using var shared = await SharedJournal.OpenAsync();
        await using var cluster = await StartAsync(shared.Journal, shared, silos: 3, sweepInterval: TimeSpan.FromHours(1));
        var silos = cluster.Silos.Select(LiveSilosOf).ToArray();
        Assert.All(silos, silo => Assert.True(silo.IsReady && silo.Count == 3 && silo.SettleTime > TimeSpan.Zero));
        var owners = Enumerable.Range(1, 3000).Select(no => silos.Select((silo, index) => (silo, index)).Where(pair => pair.silo.IsMine(new RecordNo(no))).Select(pair => pair.index).ToArray()).ToArray();
        Assert.All(owners, owner => Assert.Single(owner));
        Assert.All(owners.CountBy(owner => owner[0]), share => Assert.InRange(share.Value, 700, 1300));

        var gone = new TaskCompletionSource();
        silos[0].SiloGone += () => gone.TrySetResult();
        await cluster.Cluster.StopSiloAsync(cluster.Silos[2]);
        await gone.Task.WaitAsync(Patience);
        Assert.All(Enumerable.Range(1, 3000), no => Assert.True(owners[no - 1][0] == 2 || silos[owners[no - 1][0]].IsMine(new RecordNo(no))));
    }

    private static Task Kill(ClusterUnderTest cluster, InProcessSiloHandle victim) => cluster.Cluster.KillSiloAsync(victim);

    private static LiveSilos LiveSilosOf(InProcessSiloHandle silo) => silo.ServiceProvider.GetRequiredService<LiveSilos>();

    private static Task<ClusterUnderTest> StartAsync(IJournal journal, SharedJournal shared, short silos, TimeSpan sweepInterval) => ClusterUnderTest.StartAsync(
        journal,
        shared.Journal,
        silos,
        host => host.SweepSettleTime = TimeSpan.FromMilliseconds(200),
        options => options.SweepInterval = sweepInterval,
        sweeps: true,
        silo => silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = TimeSpan.FromMilliseconds(500);
            membership.NumMissedProbesLimit = 2;
            membership.NumVotesForDeathDeclaration = 1;
        }));

    /// <summary>Sweeps until nothing is left, each round at every silo.</summary>
    private static async Task DrainAsync(ClusterUnderTest cluster, SharedJournal shared)
    {
        for (var round = 0; round < 20 && (await shared.Journal.ReadStatusAsync()).Backlog > 0; round++)
        {
            await Task.WhenAll(cluster.Cluster.GetActiveSilos().Select(silo => ClusterUnderTest.IndexOf(silo).SweepAsync()));
        }
    }
}
