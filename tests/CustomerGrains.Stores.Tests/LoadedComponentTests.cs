using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Records;
using CustomerGrains.Stores.Sqlite;
using CustomerGrains.Stores.Sqlite.Writing;
using CustomerGrains.Stores.Tests.Contract;

namespace CustomerGrains.Stores.Tests;

/// <summary>The embedded store reads a large component as a whole and a small one record by record.</summary>
public sealed class LoadedComponentTests
{
    /// <summary>Goal: how a component is read never shows in what is read. Method: random components merged and split, with links of all kinds inside and across, decisions, dormant customers, changed and deleted
    /// members; every snapshot is read record by record and as a whole.</summary>
    [Fact]
    public async Task A_component_read_as_a_whole_is_what_is_read_record_by_record()
    {
        var compared = 0;
        for (var seed = 1; seed <= 40; seed++)
        {
            var random = new Random(seed);
            using var core = SqliteJournalCore.OpenInMemory(TimeProvider.System);
            var journal = new InlineJournal(core);
            var records = new List<RecordNo>();
            for (var step = 0; step < 150; step++)
            {
                switch (random.Next(records.Count < 10 ? 1 : 9))
                {
                    case < 4:
                        records.Add(await AcceptAsync(journal, $"{records.Count}", (byte)step));
                        break;
                    case 4:
                        await AcceptAsync(journal, $"{random.Next(records.Count)}", (byte)step);
                        break;
                    case 5 when random.Next(3) == 0:
                        await journal.AcceptAsync(new AcceptRequest { Identity = Identity($"{random.Next(records.Count)}"), IsDelete = true });
                        break;
                    case 6:
                        var first = random.Next(records.Count);
                        await journal.AssertAsync(new AssertRequest
                        {
                            A = Identity($"{first}"),
                            B = Identity($"{(first + 1 + random.Next(records.Count - 1)) % records.Count}"),
                            Decision = (AssertionDecision)random.Next(1, 4),
                            DecidedBy = "tester",
                        });
                        break;
                    default:
                        await PlaceAsync(journal, records, random);
                        break;
                }

                RecordNo[] asked = [.. Enumerable.Range(0, random.Next(1, 4)).Where(_ => records.Count > 0).Select(_ => records[random.Next(records.Count)])];
                core.Reads.LoadedMembersMin = int.MaxValue;
                var expected = await journal.ReadComponentsAsync(asked);
                core.Reads.LoadedMembersMin = random.Next(1, 4);
                var actual = await journal.ReadComponentsAsync(asked);
                AssertSame(expected, actual, seed);
                compared += expected.Records.Count > 5 ? 1 : 0;
            }
        }

        Assert.True(compared > 1000, $"Only {compared} snapshots had more than five records.");
    }

    private static RecordIdentity Identity(string id) => new("crm", id);

    private static async Task<RecordNo> AcceptAsync(InlineJournal journal, string id, byte content)
    {
        var accepted = await journal.AcceptAsync(new AcceptRequest { Identity = Identity(id), Payload = [content], Features = [content, 2], ContentHash = content });
        var revision = new RecordRevision(accepted.No, accepted.Revision);
        if (accepted is { Effect: AcceptEffect.Created })
        {
            Assert.True((await journal.CommitAsync(Commits.Alone(revision))).Committed);
        }

        return accepted.No;
    }

    /// <summary>Makes one component of what some records touch, or one of each record, with links between any records.</summary>
    private static async Task PlaceAsync(InlineJournal journal, List<RecordNo> records, Random random)
    {
        var snapshot = await journal.ReadComponentsAsync([.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => records[random.Next(records.Count)])]);
        var all = await journal.ReadRecordsAsync(records);
        var links = new List<Link>();
        for (var i = random.Next(8); i > 0; i--)
        {
            var a = all[random.Next(all.Count)]!;
            var b = all[random.Next(all.Count)]!;
            if (a.No != b.No)
            {
                links.Add(Commits.Link(new RecordRevision(a.No, a.Revision), new RecordRevision(b.No, b.Revision), random.Next(500, 1500)));
            }
        }

        var live = snapshot.Records.Count(record => record.IsLive);
        if (live > 0)
        {
            Link[] distinct = [.. links.DistinctBy(link => (link.A.No, link.B.No))];
            Assert.True((await journal.CommitAsync(random.Next(6) == 0 ? Commits.Split(snapshot, distinct) : Commits.Merge(snapshot, distinct))).Committed);
        }
    }

    private static void AssertSame(ComponentSnapshot expected, ComponentSnapshot actual, int seed)
    {
        var context = $"seed {seed}";
        Assert.True(expected.Epochs.SequenceEqual(actual.Epochs), context);
        Assert.True(expected.Links.Order(ByPair).SequenceEqual(actual.Links.Order(ByPair)), context);
        Assert.True(expected.Assertions.OrderBy(assertion => assertion.No).SequenceEqual(actual.Assertions.OrderBy(assertion => assertion.No)), context);
        Assert.True(expected.Ledger.SequenceEqual(actual.Ledger), context);
        Assert.True(expected.Records.Select(Told).SequenceEqual(actual.Records.Select(Told)), context);
    }

    private static Comparer<Link> ByPair { get; } = Comparer<Link>.Create((a, b) => (a.A.No, a.B.No).CompareTo((b.A.No, b.B.No)));

    private static string Told(JournalRecord record) => $"{record with { Features = [], Keys = [], CrowdedKeys = [] }} {Convert.ToHexString(record.Features)}";
}
