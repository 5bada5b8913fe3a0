using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.Tests.Contract;

public abstract partial class JournalContract
{
    [Fact]
    public async Task A_commit_places_a_record_and_resolves_it()
    {
        var record = await AcceptAloneAsync(Put("1", 1, 10));
        var read = await ReadAsync(record.No);
        Assert.Equal((record.No, new CustomerNo(1), 1), (read.Component, read.Customer, read.ResolvedRevision));
        Assert.Equal([record.No], await Journal.ReadMembersAsync(new(1)));
        Assert.Equal(new LedgerEntry(new(1), CustomerState.Live, record.No, default, 1), await Journal.ReadLedgerAsync(new(1)));
        Assert.Null(await Journal.ReadLedgerAsync(new(2)));
        Assert.Equal(new JournalStatus(1, 1, 0, 0, 1, 1, 1, default, 0), await Journal.ReadStatusAsync());
    }

    [Fact]
    public async Task A_commit_repeated_is_refused_and_changes_nothing()
    {
        var record = await AcceptAloneAsync(Put("1", 1));
        Assert.False((await Journal.CommitAsync(Commits.Alone(record))).Committed);
        Assert.Single(await Journal.ReadEventsAsync(0, 10));
    }

    [Fact]
    public async Task A_commit_whose_record_moved_on_is_refused()
    {
        var first = await AcceptAsync(Put("1", 1));
        var second = await AcceptAsync(Put("1", 2));
        Assert.False((await Journal.CommitAsync(Commits.Alone(first))).Committed);
        Assert.True((await Journal.CommitAsync(Commits.Alone(second))).Committed);
    }

    [Fact]
    public async Task A_commit_whose_record_changed_component_is_refused()
    {
        var a = await AcceptAloneAsync(Put("1", 1));
        var b = await AcceptAloneAsync(Put("2", 1));
        var outdated = await SnapshotAsync(b.No);
        Assert.True((await Journal.CommitAsync(Commits.Merge(await SnapshotAsync(a.No, b.No)))).Committed);
        Assert.False((await Journal.CommitAsync(Commits.Split(outdated) with { Expected = [] })).Committed);
    }

    [Fact]
    public async Task Every_commit_raises_the_epochs_of_old_and_new_owners()
    {
        var a = await AcceptAloneAsync(Put("1", 1));
        var b = await AcceptAloneAsync(Put("2", 1));
        var (epochOfA, epochOfB) = (await EpochAsync(a.No), await EpochAsync(b.No));
        var outdated = await SnapshotAsync(a.No, b.No);
        Assert.True((await Journal.CommitAsync(Commits.Merge(await SnapshotAsync(a.No, b.No)))).Committed);
        Assert.True(await EpochAsync(a.No) > epochOfA);
        Assert.True((await Journal.CommitAsync(Commits.Split(await SnapshotAsync(a.No)))).Committed);
        Assert.True(await EpochAsync(b.No) > epochOfB);

        // Records and revisions are as they were; only the epochs tell.
        Assert.False((await Journal.CommitAsync(Commits.Merge(outdated))).Committed);
        Assert.True((await Journal.CommitAsync(Commits.Merge(await SnapshotAsync(a.No, b.No)))).Committed);
    }

    [Fact]
    public async Task Of_commits_from_one_snapshot_exactly_one_wins()
    {
        var a = await AcceptAloneAsync(Put("1", 1));
        var b = await AcceptAloneAsync(Put("2", 1));
        var snapshot = await SnapshotAsync(a.No, b.No);
        var replies = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => Journal.CommitAsync(Commits.Merge(snapshot)).AsTask())));
        Assert.Equal(1, replies.Count(reply => reply.Committed));
    }

    [Fact]
    public async Task A_commit_that_contradicts_itself_fails_and_its_neighbours_do_not()
    {
        var records = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => AcceptAsync(Put($"{i}", 1))));
        ResolutionCommit Broken(RecordRevision record, int kind) => kind switch
        {
            0 => Commits.Alone(record) with { Components = [] },
            1 => Commits.Alone(record) with { Customers = [] },
            2 => Commits.Alone(record) with { Ledger = [new(new(record.No.Value), CustomerState.Superseded, record.No, default)] },
            _ => Commits.Alone(record) with { Resolved = [new(record.No, record.Revision + 1)] },
        };
        var commits = records.Select(async (record, i) =>
        {
            if (i % 5 == 4)
            {
                await Assert.ThrowsAsync<ArgumentException>(() => Journal.CommitAsync(Broken(record, i / 5 % 4)).AsTask());
            }
            else
            {
                Assert.True((await Journal.CommitAsync(Commits.Alone(record))).Committed);
            }
        });
        await Task.WhenAll(commits);
        var status = await Journal.ReadStatusAsync();
        Assert.Equal((40, 10, 40), (status.LiveCustomers, status.Backlog, status.LastEvent));
        Assert.Equal(Enumerable.Range(1, 40).Select(i => (long)i), (await Journal.ReadEventsAsync(0, 100)).Select(change => change.Sequence));
        await ReopenAsync();
        Assert.Equal(status, await Journal.ReadStatusAsync());
    }

    [Fact]
    public async Task A_resolved_delete_leaves_without_component_and_customer()
    {
        var record = await AcceptAloneAsync(Put("1", 1));
        await Journal.AcceptAsync(Delete("1"));
        var snapshot = await SnapshotAsync(record.No);
        Assert.False(Assert.Single(snapshot.Records).IsLive);
        Assert.True((await Journal.CommitAsync(Commits.Split(snapshot) with
        {
            Ledger = [new LedgerChange(new(1), CustomerState.Empty, record.No, default)],
            Events = [new EventDraft { Kind = EventKind.Emptied, Customer = new(1), Removed = [record.No] }],
        })).Committed);
        var read = await ReadAsync(record.No);
        Assert.Equal((default, default, 2), (read.Component, read.Customer, read.ResolvedRevision));
        Assert.Empty((await SnapshotAsync(record.No)).Records);
        Assert.Empty(await Journal.ReadMembersAsync(new(1)));
        Assert.Equal(CustomerState.Empty, (await Journal.ReadLedgerAsync(new(1)))!.Value.State);
        var status = await Journal.ReadStatusAsync();
        Assert.Equal((0, 0, 0), (status.LiveRecords, status.LiveCustomers, status.Backlog));
    }

    [Fact]
    public async Task What_is_unresolved_is_listed_by_number_until_it_is_resolved()
    {
        var records = new List<RecordRevision>();
        for (var i = 0; i < 5; i++)
        {
            records.Add(await AcceptAsync(Put($"{i}", 1)));
        }

        await Journal.CommitAsync(Commits.Alone(records[0]));
        await Journal.CommitAsync(Commits.Alone(records[2]));
        for (var opening = 0; opening < 2; opening++)
        {
            Assert.Equal([records[1].No, records[3].No], await Journal.ReadUnresolvedRecordsAsync(default, 2));
            Assert.Equal([records[4].No], await Journal.ReadUnresolvedRecordsAsync(records[3].No, 2));
            var status = await Journal.ReadStatusAsync();
            Assert.Equal((3, 5, 1), (status.Backlog, status.LastPosition, status.ResolvedThrough));
            await ReopenAsync();
        }

        // A new revision of a resolved record waits at its new position.
        await AcceptAsync(Put("0", 2));
        foreach (var record in new[] { records[1], records[3], records[4] })
        {
            await Journal.CommitAsync(Commits.Alone(record));
        }

        Assert.Equal([records[0].No], await Journal.ReadUnresolvedRecordsAsync(default, 10));
        Assert.Equal((1, 5), ((await Journal.ReadStatusAsync()).Backlog, (await Journal.ReadStatusAsync()).ResolvedThrough));
    }

    [Fact]
    public async Task A_reserved_number_is_nobodys_also_after_a_restart()
    {
        var first = await AcceptAsync(Put("1", 1));
        var reserved = await Journal.ReserveCustomerNoAsync();
        await ReopenAsync();
        var second = await AcceptAsync(Put("2", 1));
        var again = await Journal.ReserveCustomerNoAsync();
        Assert.Equal(4, new HashSet<long> { first.No.Value, reserved.Value, second.No.Value, again.Value }.Count);
        Assert.Null(await Journal.ReadLedgerAsync(reserved));
        Assert.Null((await Journal.ReadRecordsAsync([new(reserved.Value)]))[0]);
    }

    [Fact]
    public async Task A_merge_supersedes_and_the_ledger_tells_when()
    {
        var a = await AcceptAloneAsync(Put("1", 1));
        var b = await AcceptAloneAsync(Put("2", 1));
        await Journal.CommitAsync(Commits.Merge(await SnapshotAsync(a.No, b.No)));
        Assert.Equal(new LedgerEntry(new(2), CustomerState.Superseded, b.No, new(1), 3), await Journal.ReadLedgerAsync(new(2)));
        Assert.Equal([new CustomerNo(2)], await Journal.ReadSupersededAsync(new(1)));
        Assert.Empty(await Journal.ReadSupersededAsync(default));
        Assert.Equal([a.No, b.No], await Journal.ReadMembersAsync(new(1)));
        Assert.Equal(1, (await Journal.ReadStatusAsync()).LiveCustomers);

        // The dormant customer comes with the snapshot, so that it can be revived.
        Assert.Equal([1L, 2L], (await SnapshotAsync(b.No)).Ledger.Select(entry => entry.No.Value));
    }

    [Fact]
    public async Task Events_are_read_from_a_cursor_and_by_customer()
    {
        var a = await AcceptAloneAsync(Put("1", 1));
        var b = await AcceptAloneAsync(Put("2", 1));
        Time.Advance(TimeSpan.FromSeconds(5));
        await Journal.CommitAsync(Commits.Merge(await SnapshotAsync(a.No, b.No)));
        await AcceptAloneAsync(Put("3", 1));
        for (var opening = 0; opening < 2; opening++)
        {
            var all = await Journal.ReadEventsAsync(0, 10);
            Assert.Equal([1L, 2, 3, 4], all.Select(change => change.Sequence));
            Assert.Equal([3L, 4], (await Journal.ReadEventsAsync(2, 10)).Select(change => change.Sequence));
            Assert.Equal([2L], (await Journal.ReadEventsAsync(1, 1)).Select(change => change.Sequence));
            Assert.Equal(Time.GetUtcNow(), all[2].At);
            var merged = all[2].Change;
            Assert.Equal((EventKind.Merged, new CustomerNo(1)), (merged.Kind, merged.Customer));
            Assert.Equal([b.No], merged.Added.AsEnumerable());
            Assert.Equal([new CustomerNo(2)], merged.Others.AsEnumerable());
            Assert.True(merged.Removed.IsEmpty && merged.Updated.IsEmpty);
            Assert.Equal([2L, 3], (await Journal.ReadCustomerEventsAsync(new(2), 0, 10)).Select(change => change.Sequence));
            Assert.Equal([3L], (await Journal.ReadCustomerEventsAsync(new(1), 1, 10)).Select(change => change.Sequence));
            await ReopenAsync();
        }
    }

    [Fact]
    public async Task An_event_keeps_lists_of_any_numbers_in_their_order()
    {
        var record = await AcceptAsync(Put("1", 1));
        var change = new EventDraft
        {
            Kind = EventKind.Split,
            Customer = new(1),
            Added = [new(5), new(3), new(long.MaxValue), new(1)],
            Removed = [.. Enumerable.Range(1, 5_000).Select(no => new RecordNo(no * 7L))],
            Updated = [new(1)],
            Others = [new(9), new(8)],
        };
        await Journal.CommitAsync(Commits.Alone(record) with { Events = [change] });
        var read = Assert.Single(await Journal.ReadEventsAsync(0, 10)).Change;
        Assert.Equal((change.Kind, change.Customer), (read.Kind, read.Customer));
        Assert.Equal(change.Added.AsEnumerable(), read.Added);
        Assert.Equal(change.Removed.AsEnumerable(), read.Removed);
        Assert.Equal(change.Updated.AsEnumerable(), read.Updated);
        Assert.Equal(change.Others.AsEnumerable(), read.Others);
    }

    [Fact]
    public async Task The_partition_names_every_live_customer_with_its_live_records()
    {
        var a = await AcceptAloneAsync(Put("1", 1));
        await AcceptAloneAsync(Put("2", 1));
        var c = await AcceptAloneAsync(Put("3", 1));
        await AcceptAsync(Put("4", 1));
        await Journal.CommitAsync(Commits.Merge(await SnapshotAsync(a.No, c.No)));
        await Journal.AcceptAsync(Delete("2"));
        var partition = new List<string>();
        await foreach (var (customer, records) in Journal.ReadPartitionAsync())
        {
            partition.Add($"{customer}: {string.Join(' ', records.Select(record => record.RecordId))}");
        }

        Assert.Equal(["1: 1 3"], partition);
    }
}
