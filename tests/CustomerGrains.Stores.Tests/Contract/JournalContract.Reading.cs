using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Sources;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Stores.Tests.Contract;

public abstract partial class JournalContract
{
    private const int Now = RecordReading.Version;
    private const int Next = Now + 1;

    private static readonly SourceDefaults AsRegistered = new();

    [Fact]
    public async Task A_fresh_store_is_read_by_whichever_version_comes_first_and_an_older_one_is_told_of_a_later()
    {
        Assert.Equal(new StoreReading(Next, Next), await Journal.BeginReadingAsync(Next));
        await ReopenAsync();
        Assert.Equal(new StoreReading(Next, Next), await Journal.BeginReadingAsync(Now));
        Assert.Equal(0, (await Journal.ReadStatusAsync()).OlderReadings);
        Assert.Equal(AcceptEffect.ReadingOutdated, (await Journal.AcceptAsync(Put("a", 1, 10))).Effect);
        Assert.Equal(0, (await Journal.ReadStatusAsync()).LiveRecords);
        Assert.Equal(AcceptEffect.Created, (await Journal.AcceptAsync(By(Next, Put("a", 1, 10)))).Effect);
        Assert.Empty(await Journal.ReadOlderReadingsAsync(default, Next, 10));
    }

    [Fact]
    public async Task A_record_read_anew_has_a_new_revision_other_keys_and_features_and_the_content_version_and_operations_it_had()
    {
        await Sources.PutSourceAsync(new Source("crm", "", AsRegistered));
        var a = await AcceptAloneAsync(Put("a", 1, 10, 20) with { SourceVersion = 7, Operation = 77 });
        var b = await AcceptAsync(Put("b", 2, 20, 30));
        Assert.True((await Journal.CommitAsync(Commits.Alone(b) with { Links = [Commits.Link(a, b, 500)] })).Committed);
        await AcceptAloneAsync(Put("c", 3, 10));
        await Journal.AcceptAsync(Delete("c"));
        Assert.Single(await Journal.ReadReviewPairsAsync(default, null, 10));

        Assert.Equal(Next, (await Journal.BeginReadingAsync(Next)).Version);
        Assert.Equal(2, (await Journal.ReadStatusAsync()).OlderReadings);
        Assert.Equal([a.No], await Journal.ReadOlderReadingsAsync(default, Next, 1));
        Assert.Equal([b.No], await Journal.ReadOlderReadingsAsync(a.No, Next, 10));
        Assert.False(await Journal.FinishReadingAsync(Next, 0));

        var before = await ReadAsync(a.No);
        var body = (await Journal.ReadBodiesAsync([a.No]))[0]!;
        var reply = await Journal.RereadAsync(Read("a", a, [9, 9], 20, 40));
        Assert.Equal((RereadOutcome.Changed, new RecordRevision(a.No, 2)), (reply.Outcome, reply.Record));
        Assert.Equal(Keys(10), reply.WithdrawnKeys);
        Assert.Empty(reply.Reopened);
        for (var opening = 0; opening < 2; opening++)
        {
            var record = await ReadAsync(a.No);
            Assert.Equal((2, 1, 1), (record.Revision, record.ContentRevision, record.ResolvedRevision));
            Assert.Equal((before.Customer, before.Component), (record.Customer, record.Component));
            Assert.Equal(Keys(20, 40), record.Keys);
            Assert.Equal([9, 9], record.Features);
            Assert.Equal(body with { Revision = 2, Payload = [] }, (await Journal.ReadBodiesAsync([a.No]))[0]! with { Payload = [] });
            Assert.Equal(body.Payload, (await Journal.ReadBodiesAsync([a.No]))[0]!.Payload);
            Assert.Equal([b.No, a.No], (await Journal.ReadPostingsAsync(Keys(20), 10))[0].Records.Select(posting => posting.No));
            Assert.Empty((await Journal.ReadPostingsAsync(Keys(10), 10))[0].Records);
            Assert.Equal([a.No], (await Journal.ReadUnresolvedRecordsAsync(default, 10)).Where(record => record == a.No));
            Assert.Empty(await Journal.ReadReviewPairsAsync(default, null, 10));
            Assert.Equal([b.No], await Journal.ReadOlderReadingsAsync(default, Next, 10));
            Assert.Equal(1, (await Journal.ReadStatusAsync()).OlderReadings);
            await ReopenAsync();
        }

        // The operation is still known, the version still counts.
        Assert.Equal(AcceptEffect.Created, (await Journal.AcceptAsync(By(Next, Put("a", 1, 10, 20)) with { SourceVersion = 7, Operation = 77 })).Effect);
        Assert.Equal(AcceptEffect.Stale, (await Journal.AcceptAsync(By(Next, Put("a", 5, 10)) with { SourceVersion = 6 })).Effect);
        Assert.Equal(2, (await ReadAsync(a.No)).Revision);
    }

    [Fact]
    public async Task A_record_that_is_read_as_before_keeps_its_revision_and_its_links()
    {
        await Sources.PutSourceAsync(new Source("crm", "", AsRegistered));
        var a = await AcceptAloneAsync(Put("a", 1, 10));
        await Journal.BeginReadingAsync(Next);
        var position = (await Journal.ReadStatusAsync()).LastPosition;
        Assert.Equal(RereadOutcome.Same, (await Journal.RereadAsync(Read("a", a, null, 10))).Outcome);
        Assert.Equal(RereadOutcome.Overtaken, (await Journal.RereadAsync(Read("a", a, null, 10))).Outcome);
        Assert.Equal((1, 1), ((await ReadAsync(a.No)).Revision, (await ReadAsync(a.No)).ResolvedRevision));
        Assert.Equal((position, 0), ((await Journal.ReadStatusAsync()).LastPosition, (await Journal.ReadStatusAsync()).Backlog));
        Assert.True(await Journal.FinishReadingAsync(Next, position));
        await ReopenAsync();
        Assert.Equal((0, new StoreReading(Next, Next)), ((await Journal.ReadStatusAsync()).OlderReadings, await Journal.BeginReadingAsync(Next)));
    }

    [Fact]
    public async Task Reading_anew_compares_revision_settings_and_version()
    {
        await Sources.PutSourceAsync(new Source("crm", "", AsRegistered));
        var a = await AcceptAloneAsync(Put("a", 1, 10));
        await Journal.BeginReadingAsync(Next);
        Assert.Equal(RereadOutcome.SourceChanged, (await Journal.RereadAsync(Read("a", a, [9], 20) with { ReadAs = AsRegistered with { Region = "FR" } })).Outcome);
        Assert.Equal(RereadOutcome.Overtaken, (await Journal.RereadAsync(Read("a", a with { Revision = 2 }, [9], 20))).Outcome);
        Assert.Equal(RereadOutcome.Overtaken, (await Journal.RereadAsync(Read("a", a, [9], 20) with { ReadingVersion = Now })).Outcome);
        Assert.Equal(RereadOutcome.Overtaken, (await Journal.RereadAsync(Read("nobody", a, [9], 20))).Outcome);
        Assert.Equal(1, (await ReadAsync(a.No)).Revision);
        Assert.Equal(Keys(10), (await ReadAsync(a.No)).Keys);
        await Journal.AcceptAsync(Delete("a"));
        Assert.Equal(RereadOutcome.Overtaken, (await Journal.RereadAsync(Read("a", a with { Revision = 2 }, [9], 20))).Outcome);
        Assert.Equal(1, (await Journal.ReadStatusAsync()).OlderReadings);
        Assert.True(await Journal.FinishReadingAsync(Next, (await Journal.ReadStatusAsync()).LastPosition));
        Assert.Equal(0, (await Journal.ReadStatusAsync()).OlderReadings);
    }

    [Fact]
    public async Task The_same_content_accepted_anew_by_a_later_version_takes_its_reading_and_is_unchanged()
    {
        var a = await AcceptAloneAsync(Put("a", 1, 10, 20));
        await Journal.BeginReadingAsync(Next);
        var again = By(Next, Put("a", 1, 20, 40)) with { Features = [7, 7] };
        var reply = await Journal.AcceptAsync(again);
        Assert.Equal((AcceptEffect.Unchanged, 2, true), (reply.Effect, reply.Revision, reply.NeedsResolution));
        Assert.Equal(Keys(10), reply.WithdrawnKeys);
        AssertKeys(reply, (20, default), (40, default));
        var record = await ReadAsync(a.No);
        Assert.Equal((2, 1), (record.Revision, record.ContentRevision));
        Assert.Equal(Keys(20, 40), record.Keys);
        Assert.Equal([7, 7], record.Features);

        // An older one changes nothing about it, while it may still take in records of its own.
        var older = await Journal.AcceptAsync(Put("a", 1, 10, 20));
        Assert.Equal((AcceptEffect.Unchanged, 2, true, true), (older.Effect, older.Revision, older.NeedsResolution, older.IsReadOtherwise));
        Assert.False((await Journal.AcceptAsync(again)).IsReadOtherwise);
        Assert.Equal(2, (await ReadAsync(a.No)).Revision);
        var b = await AcceptAsync(Put("b", 2, 30));
        Assert.Equal([b.No], await Journal.ReadOlderReadingsAsync(default, Next, 10));
        Assert.Equal(AcceptEffect.Updated, (await Journal.AcceptAsync(Put("a", 3, 50))).Effect);
        Assert.Equal([a.No, b.No], await Journal.ReadOlderReadingsAsync(default, Next, 10));
        Assert.Equal(2, (await Journal.ReadStatusAsync()).OlderReadings);
    }

    [Fact]
    public async Task Reading_is_finished_only_when_nothing_older_was_accepted_since_it_was_looked_for()
    {
        await AcceptAloneAsync(Put("a", 1, 10));
        await Journal.BeginReadingAsync(Next);
        await Journal.AcceptAsync(By(Next, Put("a", 1, 10)) with { Features = [7] });
        Assert.Empty(await Journal.ReadOlderReadingsAsync(default, Next, 10));
        var through = (await Journal.ReadStatusAsync()).LastPosition;
        await AcceptAsync(Put("b", 2, 30));
        Assert.False(await Journal.FinishReadingAsync(Next, through));
        Assert.Equal(1, (await Journal.ReadStatusAsync()).OlderReadings);
        Assert.Equal(AcceptEffect.Unchanged, (await Journal.AcceptAsync(By(Next, Put("b", 2, 30)))).Effect);
        Assert.False(await Journal.FinishReadingAsync(Next + 1, through));
        Assert.True(await Journal.FinishReadingAsync(Next, through));
        Assert.Equal(AcceptEffect.ReadingOutdated, (await Journal.AcceptAsync(Put("a", 9, 10))).Effect);

        // What is taken out has no reading.
        Assert.Equal(AcceptEffect.Deleted, (await Journal.AcceptAsync(Delete("a"))).Effect);
    }

    [Fact]
    public async Task Many_records_accepted_and_read_anew_at_once_come_out_as_one_by_one()
    {
        await Sources.PutSourceAsync(new Source("crm", "", AsRegistered));
        var first = await AcceptAsync(Put("first", 1, 99));
        await Journal.BeginReadingAsync(Next);
        var records = await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
        {
            var record = await AcceptAsync(Put($"{i}", (byte)i, 10, 100 + (ulong)i));
            var reread = await Journal.RereadAsync(Read($"{i}", record, [(byte)i, 3], 20, 200 + (ulong)i));
            return reread.Record;
        }));
        for (var opening = 0; opening < 2; opening++)
        {
            foreach (var (i, record) in records.Index())
            {
                var held = await ReadAsync(record.No);
                Assert.Equal(2, held.Revision);
                Assert.Equal(Keys(20, 200 + (ulong)i), held.Keys);
                Assert.Equal([(byte)i, 3], held.Features);
            }

            Assert.Equal(60, (await Journal.ReadPostingsAsync(Keys(20), 100))[0].Count);
            Assert.Equal([first.No], await Journal.ReadOlderReadingsAsync(default, Next, 10));
            await ReopenAsync();
        }
    }

    [Fact]
    public async Task Crowds_follow_the_keys_that_records_have_by_the_later_reading()
    {
        await Sources.PutSourceAsync(new Source("crm", "", AsRegistered));
        var records = new List<RecordNo>();
        foreach (var id in new[] { "a", "b", "c", "d", "e" })
        {
            records.Add((await AcceptAsync(Crowd(id, 1, 10))).No);
        }

        await Journal.BeginReadingAsync(Next);
        Assert.Empty((await RereadAsync("a")).Reopened);
        Assert.Equal([records[2], records[3], records[4]], (await RereadAsync("b")).Reopened);
        Assert.Empty((await RereadAsync("c")).Reopened);
        foreach (var record in records)
        {
            Assert.Empty((await ReadAsync(record)).CrowdedKeys);
        }

        Assert.Equal([records[0], records[1], records[2]], (await RereadAsync("d")).Reopened);
        Assert.Empty((await RereadAsync("e")).Reopened);
        foreach (var record in records)
        {
            Assert.Equal(Keys(11), (await ReadAsync(record)).CrowdedKeys);
        }

        async Task<RereadReply> RereadAsync(string id)
        {
            var record = await ReadAsync(records[id[0] - 'a']);
            var reply = await Journal.RereadAsync(Read(id, new RecordRevision(record.No, record.Revision), [9], 11) with { CrowdLimit = CrowdLimit, Keys = new BlockingKeySet(Keys(11), []) { ValueKeys = Keys(11) } });
            Assert.Equal(RereadOutcome.Changed, reply.Outcome);
            return reply;
        }
    }

    private static AcceptRequest By(int version, AcceptRequest request) => request with { ReadingVersion = version };

    private static RereadRequest Read(string id, RecordRevision record, byte[]? features, params ulong[] keys) => new()
    {
        Identity = Identity(id),
        Revision = record.Revision,
        ReadAs = AsRegistered,
        Features = features,
        Keys = new BlockingKeySet(Keys(keys), []),
        ReadingVersion = Next,
    };
}
