using System.Collections.Concurrent;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Sources;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Records;
using CustomerGrains.Stores.PostgreSql;
using CustomerGrains.Stores.Tests.Contract;

namespace CustomerGrains.Stores.Tests.PostgreSql;

/// <summary>Several journals on one database, as the silos of a cluster have them: together they must be one journal.</summary>
public sealed class SeveralProcessesTests
{
    private const int CrowdLimit = 5;
    private const int SmallKeyOthersMax = 3;

    /// <summary>Goal: predecessors and crowds are exact whoever accepts. Method: random puts and deletes on few keys through three journals at once; then all replies, in order of their positions,
    /// are compared with a replay on plain lists.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Predecessors_and_crowds_are_those_of_one_order_of_acceptance(int seed)
    {
        await using var database = await TestDatabase.CreateAsync();
        PostgresJournal[] journals = [await database.OpenAsync(), await database.OpenAsync(), await database.OpenAsync()];
        var done = new ConcurrentBag<(AcceptRequest Request, AcceptReply Reply)>();
        await Task.WhenAll(Enumerable.Range(0, 48).Select(lane => Task.Run(async () =>
        {
            var random = new Random((seed * 1000) + lane);
            for (var i = 0; i < 25; i++)
            {
                var request = RandomRequest(random, $"{lane % 40}");
                done.Add((request, await journals[random.Next(journals.Length)].AcceptAsync(request)));
            }
        })));

        var postings = new Dictionary<string, (RecordRevision Record, BlockingKey[] Keys, long Position)>(StringComparer.Ordinal);
        var expectedPosition = 1L;
        foreach (var (request, reply) in done.Where(done => done.Reply.Effect is AcceptEffect.Created or AcceptEffect.Updated or AcceptEffect.Restored or AcceptEffect.Deleted).OrderBy(done => done.Reply.Position))
        {
            var id = request.Identity.RecordId;
            Assert.True(expectedPosition == reply.Position, $"position {reply.Position} after {expectedPosition - 1}, seed {seed}");
            var others = postings.Where(posting => posting.Key != id).Select(posting => posting.Value).ToArray();
            foreach (var key in reply.Keys)
            {
                var latest = others.Where(other => other.Keys.Contains(key.Key)).OrderBy(other => other.Position).LastOrDefault().Record;
                Assert.True(latest == key.Predecessor, $"key {key.Key} of {id} has predecessor {key.Predecessor}, expected {latest}; seed {seed}");
                Assert.True(key.IsSmall == others.Count(other => other.Keys.Contains(key.Key)) is > 0 and <= SmallKeyOthersMax, $"key {key.Key} of {id}, seed {seed}");
            }

            var small = reply.Keys.Where(key => key.IsSmall).Select(key => key.Key).ToHashSet();
            var met = others.Where(other => other.Keys.Any(small.Contains)).Select(other => other.Record);
            Assert.True(met.OrderBy(other => other.No).SequenceEqual(reply.Neighbours.OrderBy(other => other.No)), $"neighbours of {id}, seed {seed}");

            var before = postings.TryGetValue(id, out var stands) ? stands.Keys : [];
            var risen = request.Keys.Keys.Where(key => !before.Contains(key) && others.Count(other => other.Keys.Contains(key)) == CrowdLimit);
            var fallen = before.Where(key => !request.Keys.Keys.Contains(key) && others.Count(other => other.Keys.Contains(key)) == CrowdLimit);
            var moved = risen.Concat(fallen).ToHashSet();
            Assert.True(
                reply.CrowdedKeys.SequenceEqual(request.Keys.Keys.Where(key => others.Count(other => other.Keys.Contains(key)) >= CrowdLimit)), $"crowded keys of {id}, seed {seed}");
            var reopened = postings.Where(posting => posting.Key != id && posting.Value.Keys.Any(moved.Contains)).OrderBy(posting => posting.Value.Record.No).ToArray();
            Assert.True(reply.Reopened.SequenceEqual(reopened.Select(posting => posting.Value.Record.No)), $"reopened by {id}, seed {seed}");

            expectedPosition++;
            if (request.IsDelete)
            {
                postings.Remove(id);
            }
            else
            {
                postings[id] = (new RecordRevision(reply.No, reply.Revision), request.Keys.Keys, reply.Position);
            }

            foreach (var (holder, posting) in reopened)
            {
                postings[holder] = (new RecordRevision(posting.Record.No, posting.Record.Revision + 1), posting.Keys, expectedPosition++);
            }
        }

        Assert.True(expectedPosition > 600, $"Only {expectedPosition} revisions, so the test shows next to nothing.");
        await AssertSamePostingsAsync(journals, postings.Values);
    }

    [Fact]
    public async Task What_one_was_told_is_durable_the_others_see_at_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        PostgresJournal[] journals = [await database.OpenAsync(), await database.OpenAsync()];
        for (var i = 0; i < 60; i++)
        {
            var (writer, reader) = (journals[i % 2], journals[(i + 1) % 2]);
            var reply = await writer.AcceptAsync(Put($"{i}", 10));
            var record = new RecordRevision(reply.No, 1);
            Assert.Equal(i + 1, (await reader.ReadPostingsAsync([new(10)], 100))[0].Count);
            Assert.Equal([record.No], await reader.ReadUnresolvedRecordsAsync(default, 10));
            Assert.True((await reader.CommitAsync(Commits.Alone(record))).Committed);
            Assert.Empty(await writer.ReadUnresolvedRecordsAsync(default, 10));
            Assert.Equal(record.No, Assert.Single((await writer.ReadComponentsAsync([record.No])).Records).Component);
            Assert.Equal((i + 1, i + 1), ((await writer.ReadStatusAsync()).LiveCustomers, (await writer.ReadStatusAsync()).LastEvent));
        }

        await journals[0].PutSourceAsync(new Source("crm", "", new SourceDefaults()));
        Assert.Equal(60, Assert.Single(await journals[1].ReadSourcesAsync()).LiveRecords);
    }

    /// <summary>Goal: of what was computed from one state exactly one is taken, and events have neither gaps nor doubles. Method: every journal tries to commit from the same snapshot, many pairs at once.</summary>
    [Fact]
    public async Task Of_commits_from_one_snapshot_exactly_one_wins_whoever_sends_them()
    {
        const int Pairs = 40;
        await using var database = await TestDatabase.CreateAsync();
        PostgresJournal[] journals = [await database.OpenAsync(), await database.OpenAsync(), await database.OpenAsync()];
        var records = new RecordRevision[Pairs * 2];
        await Task.WhenAll(records.Select(async (_, i) =>
        {
            var reply = await journals[i % 3].AcceptAsync(Put($"{i}", (ulong)i));
            records[i] = new RecordRevision(reply.No, 1);
            Assert.True((await journals[(i + 1) % 3].CommitAsync(Commits.Alone(records[i]))).Committed);
        }));
        await Task.WhenAll(Enumerable.Range(0, Pairs).Select(async pair =>
        {
            var (a, b) = (records[pair * 2], records[(pair * 2) + 1]);
            var snapshot = await journals[pair % 3].ReadComponentsAsync([a.No, b.No]);
            var replies = await Task.WhenAll(journals.SelectMany(journal => Enumerable.Range(0, 3).Select(_ => journal.CommitAsync(Commits.Merge(snapshot, Commits.Link(a, b, 1500))).AsTask())));
            Assert.Equal(1, replies.Count(reply => reply.Committed));
        }));
        var events = await journals[0].ReadEventsAsync(0, 1000);
        Assert.Equal(Enumerable.Range(1, Pairs * 3).Select(sequence => (long)sequence), events.Select(change => change.Sequence));
        foreach (var journal in journals)
        {
            var status = await journal.ReadStatusAsync();
            Assert.Equal((Pairs, Pairs * 3, 0), (status.LiveCustomers, status.LastEvent, status.Backlog));
        }
    }

    [Fact]
    public async Task First_writers_models_and_decisions_are_settled_among_all()
    {
        await using var database = await TestDatabase.CreateAsync();
        PostgresJournal[] journals = [await database.OpenAsync(), await database.OpenAsync(), await database.OpenAsync()];
        var secrets = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => journals[i % 3].GetOrAddSettingAsync("secret", [(byte)i]).AsTask()));
        Assert.Single(secrets.Select(Convert.ToHexString).Distinct());

        var models = await Task.WhenAll(Enumerable.Range(0, 9).Select(i => journals[i % 3].PutModelAsync(new PutModelRequest { Expected = default, Version = $"m-{i}", Content = [(byte)i] }).AsTask()));
        Assert.Equal(1, models.Count(reply => reply.Outcome == PutModelOutcome.Applied));
        var sources = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => journals[i % 3].AcceptAsync(Put($"{i}", 1) with { Identity = new RecordIdentity($"s{i % 5}", $"{i}") }).AsTask()));
        Assert.Equal(30, sources.Select(reply => reply.No).Distinct().Count());
        var a = new RecordRevision(sources[0].No, 1);
        Assert.False((await journals[0].CommitAsync(Commits.Alone(a))).Committed);
        Assert.True((await journals[1].CommitAsync(Commits.Alone(a, new ModelNo(1)))).Committed);

        var decisions = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => journals[i % 3].AssertAsync(new AssertRequest
        {
            A = new RecordIdentity("s0", "0"),
            B = new RecordIdentity("s1", "1"),
            Decision = i % 2 == 0 ? AssertionDecision.Same : AssertionDecision.Different,
            DecidedBy = $"person {i}",
        }).AsTask()));
        Assert.Equal(Enumerable.Range(1, 12).Select(no => (long)no), decisions.Select(decision => decision.No).Order());
        Assert.Equal(12, Assert.Single(await journals[2].ReadLiveAssertionsAsync(0, 10)).No);
        var reserved = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => journals[i % 3].ReserveCustomerNoAsync().AsTask()));
        Assert.Equal(12, reserved.Distinct().Count());
    }

    /// <summary>Goal: a process that has missed more than the log keeps reads the records instead, also while others write. Method: nothing is kept, one writes, the other looks now and then.</summary>
    [Fact]
    public async Task A_process_that_is_too_far_behind_reads_the_records_and_goes_on()
    {
        await using var database = await TestDatabase.CreateAsync();
        var writer = await database.OpenAsync(options => options with { LogBatchesMin = 0, LogSecondsMin = 0 });
        var reader = await database.OpenAsync(options => options with { LogBatchesMin = 0, LogSecondsMin = 0 });
        var seen = 0L;
        for (var i = 0; i < 600; i++)
        {
            var reply = await writer.AcceptAsync(Put($"{i % 250}", (ulong)(i % 7), content: i));
            if (i % 3 == 0)
            {
                Assert.True((await writer.CommitAsync(Commits.Split(await writer.ReadComponentsAsync([reply.No])))).Committed);
            }

            if (i % 90 == 89)
            {
                // It notices by reading, and the next time by writing.
                if (i % 180 == 89)
                {
                    var status = await reader.ReadStatusAsync();
                    Assert.Equal(await writer.ReadStatusAsync(), status);
                }

                var accepted = await reader.AcceptAsync(Put("from the reader", 3, content: i));
                Assert.True(accepted.Position > seen);
                seen = accepted.Position;
                Assert.Equal(await writer.ReadStatusAsync(), await reader.ReadStatusAsync());
            }
        }

        await AssertSamePostingsAsync([writer, reader, await database.OpenAsync()], null);
    }

    private static async Task AssertSamePostingsAsync(PostgresJournal[] journals, IEnumerable<(RecordRevision Record, BlockingKey[] Keys, long Position)>? expected)
    {
        BlockingKey[] keys = [.. Enumerable.Range(0, 16).Select(key => new BlockingKey((ulong)key))];
        var first = await journals[0].ReadPostingsAsync(keys, int.MaxValue);
        foreach (var journal in journals)
        {
            var lists = await journal.ReadPostingsAsync(keys, int.MaxValue);
            Assert.Equal(first.Select(list => string.Join(' ', list.Records)), lists.Select(list => string.Join(' ', list.Records)));
        }

        if (expected is not null)
        {
            foreach (var list in first)
            {
                Assert.Equal(expected.Where(record => record.Keys.Contains(list.Key)).OrderBy(record => record.Position).Select(record => record.Record), list.Records);
            }
        }
    }

    private static AcceptRequest RandomRequest(Random random, string id)
    {
        if (random.Next(6) == 0)
        {
            return new AcceptRequest { Identity = new RecordIdentity("crm", id), IsDelete = true, CrowdLimit = CrowdLimit };
        }

        BlockingKey[] keys = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => new BlockingKey((ulong)random.Next(16))).Distinct().Order()];
        return Put(id, 0, random.Next(1_000_000)) with { CrowdLimit = CrowdLimit, SmallKeyOthersMax = SmallKeyOthersMax, Keys = new BlockingKeySet(keys, []) { ValueKeys = keys } };
    }

    private static AcceptRequest Put(string id, ulong key, int content = 1) => new()
    {
        Identity = new RecordIdentity("crm", id),
        Payload = [1],
        Features = [2],
        ContentHash = (UInt128)content,
        Keys = new BlockingKeySet([new(key)], []),
    };
}
