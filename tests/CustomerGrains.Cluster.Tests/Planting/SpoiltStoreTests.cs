using CustomerGrains.Cluster.Tests.Checking;
using CustomerGrains.Cluster.Tests.Running;

namespace CustomerGrains.Cluster.Tests.Planting;

/// <summary>The checker is checked: a sound store is spoilt by hand, and each way is found and named.</summary>
public sealed class SpoiltStoreTests(FilledStores filled) : IClassFixture<FilledStores>
{
    private const string LiveRecord = "(SELECT max(record_no) FROM record WHERE live AND source_version > 0)";
    private const string OrleansRow = "INSERT INTO orleansstorage VALUES (1, 2, 3, 4, 'grain', NULL, 'customergrains', NULL, now(), 1);";

    public static TheoryData<string, string, string, string> Ways => new()
    {
        // An outbox row is dropped: in the middle, at the end.
        { "sqlite", "DELETE FROM event WHERE sequence = 5", "events", "goes from event 4 to event 6" },
        { "postgres", "DELETE FROM event WHERE sequence = 5", "events", "goes from event 4 to event 6" },
        { "sqlite", "DELETE FROM event WHERE sequence = (SELECT max(sequence) FROM event)", "events", "" },
        { "postgres", "DELETE FROM event WHERE sequence = (SELECT max(sequence) FROM event)", "events", "" },

        // A unique index is removed, and what it kept out comes in.
        { "sqlite", "DROP INDEX assertion_newest", "uniqueness", "Nothing keeps assertion from having one a, b twice" },
        { "postgres", "DROP INDEX assertion_newest", "uniqueness", "Nothing keeps assertion from having one a, b twice" },
        { "postgres", "ALTER TABLE record DROP CONSTRAINT record_source_no_record_id_key", "uniqueness", "Nothing keeps record from having one source_no, record_id twice" },
        { "postgres", "ALTER TABLE event DROP CONSTRAINT event_pkey", "uniqueness", "Nothing keeps event from having one sequence twice" },
        { "postgres", "DROP INDEX orleansstorage_identity", "uniqueness", "Nothing keeps orleansstorage" },
        { "postgres", $"DROP INDEX orleansstorage_identity; {OrleansRow} {OrleansRow}", "uniqueness", "Of orleansstorage by grainidhash, graintypehash, grainidn0, grainidn1, graintypestring, grainidextensionstring, serviceid, 1 are there more than once" },

        // A record is left unresolved.
        { "sqlite", "UPDATE record SET resolved_revision = resolved_revision - 1 WHERE record_no = (SELECT max(record_no) FROM record WHERE live)", "rest", "1 records were never resolved" },
        { "postgres", "UPDATE place SET resolved_revision = resolved_revision - 1 WHERE record_no = (SELECT max(record_no) FROM record WHERE live)", "rest", "1 records were never resolved" },

        // A key is lost, a customer's number, a decision.
        { "sqlite", "UPDATE record SET keys = substr(keys, 9) WHERE record_no = (SELECT max(record_no) FROM record WHERE live)", "content", "has blocking keys that its content does not give" },
        { "postgres", "UPDATE record SET keys = substr(keys, 9) WHERE record_no = (SELECT max(record_no) FROM record WHERE live)", "content", "has blocking keys that its content does not give" },
        { "sqlite", "DELETE FROM customer WHERE state = 3", "ids", "was never issued" },
        { "postgres", "DELETE FROM customer WHERE state = 3", "ids", "was never issued" },
        { "sqlite", "DELETE FROM assertion WHERE newest AND decision <> 3", "decisions", "was acknowledged, but is not there" },
        { "postgres", "DELETE FROM assertion WHERE newest AND decision <> 3", "decisions", "was acknowledged, but is not there" },

        // A version falls back.
        { "sqlite", $"UPDATE record SET source_version = source_version - 1 WHERE record_no = {LiveRecord}", "acknowledged", "it can only be version" },
        { "postgres", $"UPDATE record SET source_version = source_version - 1 WHERE record_no = {LiveRecord}", "acknowledged", "it can only be version" },
    };

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public void A_sound_store_is_clean(string kind) => Assert.Equal([], Check(filled[kind].Store, kind));

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_spoilt_store_is_found_out(string kind, string sql, string check, string text)
    {
        await using var spoilt = await filled[kind].Store.CopyAsync();
        var changed = spoilt.Execute(sql);
        Assert.True(changed > 0 || !(sql.StartsWith("DELETE", StringComparison.Ordinal) || sql.StartsWith("UPDATE", StringComparison.Ordinal)), "The corruption changed nothing.");
        var found = Check(spoilt, kind);
        Assert.True(found.Any(finding => finding.StartsWith($"{check}: ", StringComparison.Ordinal) && finding.Contains(text, StringComparison.Ordinal)), $"{Seeds.Name}={Seeds.First}: {string.Join('\n', found)}");
    }

    /// <summary>Goal: what was acknowledged and is gone without a trace is missed. Method: a store that is sound in itself, as it was before the last acknowledgements, beside the histories of all.</summary>
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public void A_store_that_forgot_its_last_acknowledgements_is_found_out_though_nothing_in_it_is_wrong(string kind)
    {
        Assert.Empty(filled[kind].Before.Location.Verify().Findings);
        Assert.Contains(Check(filled[kind].Before, kind), finding => finding.StartsWith("acknowledged: ", StringComparison.Ordinal));
    }

    private string[] Check(ScratchStore store, string kind) => [.. ClusterChecker.Check(store.Location, filled[kind].History).Findings.Select(finding => $"{finding.Check}: {finding.Text}")];
}
