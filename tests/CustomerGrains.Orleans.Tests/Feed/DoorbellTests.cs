using CustomerGrains.Index.Feed;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Tests.Checking;
using CustomerGrains.Orleans.Tests.Clusters;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace CustomerGrains.Orleans.Tests.Feed;

/// <summary>Readers of the feed hear of events of any silo, and miss none that they do not hear of.</summary>
public sealed class DoorbellTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Goal: a reader at one silo is woken by a commit at another. Method: a reader that would look by itself only after an hour.</summary>
    [Fact]
    public async Task A_reader_hears_of_a_commit_in_another_silo()
    {
        await using var shared = await SharedJournal.OpenAsync();
        await using var cluster = await ClusterUnderTest.StartAsync(shared);
        var reader = Reader(shared.Journal, Bell(cluster.Silos[1]), TimeSpan.FromHours(1));
        var read = ReadAsync(reader, events: 1);
        await cluster.Indexes[0].PutAsync(new MadeUpPeople(1).Puts(1, record => record)[0]);
        Assert.Equal([1L], await read.WaitAsync(Patience));
    }

    /// <summary>Goal: a ring that is lost costs time and no event. Method: a doorbell that never rings, a reader that looks every 20 milliseconds.</summary>
    [Fact]
    public async Task A_reader_that_nobody_rings_for_sees_every_event()
    {
        await using var shared = await SharedJournal.OpenAsync();
        await using var cluster = await ClusterUnderTest.StartAsync(shared);
        var read = ReadAsync(Reader(shared.Journal, new DeafDoorbell(), TimeSpan.FromMilliseconds(20)), events: 100);
        await cluster.PutAsync(new MadeUpPeople(2).Puts(150, record => record), inFlight: 8);
        var sequences = await read.WaitAsync(Patience);
        Assert.Equal(Enumerable.Range(1, sequences.Count).Select(sequence => (long)sequence), sequences);
    }

    /// <summary>Goal: what is committed while a reader reads is not slept through. Method: ring between its asking for the ring and its waiting, which is while it reads; it would look by itself only after an hour.</summary>
    [Fact]
    public async Task A_ring_while_a_reader_reads_is_heard()
    {
        await using var shared = await SharedJournal.OpenAsync();
        await using var cluster = await ClusterUnderTest.StartAsync(shared, silos: 1);
        var put = new MadeUpPeople(3).Puts(1, record => record)[0];
        var (journal, probe) = JournalProbe.Around(shared.Journal);
        var committed = 0;
        probe.After = name =>
        {
            // The reader has just been told that there is nothing.
            if (name == nameof(IJournal.ReadEventsAsync) && Interlocked.Exchange(ref committed, 1) == 0)
            {
                cluster.Indexes[0].PutAsync(put).GetAwaiter().GetResult();
            }
        };
        Assert.Equal([1L], await ReadAsync(Reader(journal, Bell(cluster.Silos[0]), TimeSpan.FromHours(1)), events: 1).WaitAsync(Patience));
    }

    private static IFeedDoorbell Bell(InProcessSiloHandle silo) => silo.ServiceProvider.GetRequiredService<IFeedDoorbell>();

    private static FeedReader Reader(IJournal journal, IFeedDoorbell bell, TimeSpan lookInterval) =>
        new(journal, bell, TimeProvider.System, new FeedReaderOptions { LookInterval = lookInterval });

    private static async Task<IReadOnlyList<long>> ReadAsync(FeedReader reader, int events)
    {
        var sequences = new List<long>();
        await foreach (var page in reader.ReadAsync(0))
        {
            sequences.AddRange(page.Select(step => step.Sequence));
            if (sequences.Count >= events)
            {
                break;
            }
        }

        return sequences;
    }

    private sealed class DeafDoorbell : IFeedDoorbell
    {
        public Task NextRing { get; } = new TaskCompletionSource().Task;

        public void Ring()
        {
            // Lost.
        }
    }
}
