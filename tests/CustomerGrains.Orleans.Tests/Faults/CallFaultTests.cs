using System.Globalization;
using System.Reflection;
using CustomerGrains.Index;
using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Records;
using CustomerGrains.Orleans.Hosting;
using CustomerGrains.Orleans.Tests.Clusters;
using Npgsql;

namespace CustomerGrains.Orleans.Tests.Faults;

/// <summary>Calls that do not come to their end, and what the callers make of it.</summary>
public sealed class CallFaultTests
{
    private static readonly SourceRecord Person = new()
    {
        Names = [new PersonName { Given = "Margaret", Surname = "Okonkwo" }],
        BirthDates = ["1961-03-12"],
        Emails = ["m.okonkwo@northmail.net"],
    };

    public static TheoryData<Exception, Type?> Faults => new()
    {
        { new TimeoutException("late"), typeof(GrainUnavailableException) },
        { new SiloUnavailableException("gone"), typeof(GrainUnavailableException) },
        { Rejection(null), typeof(GrainUnavailableException) },
        { new OperationCanceledException("stopping"), typeof(GrainUnavailableException) },
        { new ObjectDisposedException("silo"), typeof(GrainUnavailableException) },
        { new OrleansException("whatever"), typeof(GrainUnavailableException) },
        { new LimitExceededException("too many"), typeof(OverloadedException) },
        { new GatewayTooBusyException("shedding"), typeof(OverloadedException) },
        { Rejection(new LimitExceededException("too many")), typeof(OverloadedException) },
        { new JournalUnavailableException("away"), null },
        { new OverloadedException(TimeSpan.FromSeconds(1)), null },
        { new InvalidDataException("a fault of the grain"), null },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_Orleans_throws_becomes_what_the_index_knows(Exception fault, Type? expected) =>
        Assert.Equal(expected, GrainFaults.Translate(fault, TimeSpan.FromMilliseconds(200))?.GetType());

    /// <summary>Goal: a grain's own fault reaches a caller in another silo as what it is. Method: an owner that lives in one silo, asked from the other while the journal is away.</summary>
    [Fact]
    public async Task The_journal_being_away_is_told_across_silos()
    {
        await using var shared = await SharedJournal.OpenAsync();
        var (journal, probe) = JournalProbe.Around(shared.Journal);
        await using var cluster = await ClusterUnderTest.StartAsync(journal, shared.Journal);
        await cluster.Indexes[0].PutAsync(new PutCommand(new RecordIdentity("a", "1"), Person));
        await cluster.Indexes[0].PutAsync(new PutCommand(new RecordIdentity("a", "2"), Person));
        probe.Before = name => name == nameof(IJournal.ReadComponentsAsync) ? throw new JournalUnavailableException("away", new NpgsqlException("cut", new System.Net.Sockets.SocketException())) : Task.CompletedTask;
        await Assert.ThrowsAsync<JournalUnavailableException>(() => cluster.Indexes[1].PutAsync(new PutCommand(new RecordIdentity("b", "1"), Person)));

        probe.Before = null;
        await cluster.Indexes[1].PutAsync(new PutCommand(new RecordIdentity("b", "1"), Person));
        Assert.Empty(await shared.Checker.CheckAsync([new RecordIdentity("a", "1"), new RecordIdentity("a", "2"), new RecordIdentity("b", "1")]));
        Assert.True(cluster.Calls.Counts["owner.ResolveAsync"] >= 3);
    }

    /// <summary>Goal: more calls than may wait at a grain are refused as overloaded, with the time to wait, and nothing is lost. Method: hold a key's grain at its journal, send more than may wait.</summary>
    [Fact]
    public async Task More_than_may_wait_at_a_grain_are_told_to_come_back()
    {
        await using var shared = await SharedJournal.OpenAsync();
        var (journal, probe) = JournalProbe.Around(shared.Journal);
        await using var cluster = await ClusterUnderTest.StartAsync(journal, shared.Journal, silos: 2, configureHost: host => host.WaitingCallsMax = 10);
        var puts = Enumerable.Range(0, 60).Select(number => new PutCommand(new RecordIdentity("a", $"{number}"), Person)).ToArray();
        await cluster.Indexes[0].PutAsync(puts[0]);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        probe.Before = name => name == nameof(IJournal.ReadPostingsAsync) ? gate.Task : Task.CompletedTask;
        var sent = puts.Skip(1).Select((put, number) => cluster.Indexes[number % 2].PutAsync(put)).ToArray();
        var refused = await Task.WhenAny(sent);
        var overloaded = await Assert.ThrowsAsync<OverloadedException>(() => refused);
        Assert.Equal(new IndexOptions().RetryAfter, overloaded.RetryAfter);

        gate.SetResult();
        await Task.WhenAll(sent.Select(Settled));
        Assert.True((await shared.Journal.ReadStatusAsync()).Backlog > 0);
        foreach (var put in puts)
        {
            // Told to come back, they do.
            await cluster.Indexes[1].PutAsync(put);
        }

        Assert.Empty(await shared.Checker.CheckAsync(puts.Select(put => put.Identity)));
    }

    /// <summary>Orleans makes these itself only.</summary>
    private static OrleansMessageRejectionException Rejection(Exception? inner) => (OrleansMessageRejectionException)Activator.CreateInstance(
        typeof(OrleansMessageRejectionException), BindingFlags.Instance | BindingFlags.NonPublic, null, ["rejected", inner], CultureInfo.InvariantCulture)!;

    private static async Task Settled(Task task)
    {
        try
        {
            await task;
        }
        catch (OverloadedException)
        {
            // Asserted elsewhere.
        }
    }
}
