using CustomerGrains.Index.Journal;
using CustomerGrains.Stores.PostgreSql;
using CustomerGrains.Stores.Verifying;

namespace CustomerGrains.Stores.Tests.Verifying;

/// <summary>The same checks on a database: every table and column is read as it is written, and what only this store has is checked, too.</summary>
public sealed class PostgresVerifierTests(PostgresTown town) : IClassFixture<PostgresTown>
{
    private const string OfPair = "(SELECT min(a) FROM link WHERE kind = 2)";
    private const string LastOfPair = "(SELECT max(b) FROM link WHERE a = (SELECT min(a) FROM link WHERE kind = 2) AND kind = 2)";
    private const string Deleted = "(SELECT min(record_no) FROM record WHERE NOT live)";
    private const string Live = "(SELECT min(customer_no) FROM customer WHERE state = 1)";
    private const string Superseded = "(SELECT min(customer_no) FROM customer WHERE state = 2)";

    public static TheoryData<string, string, string> Corruptions() => new()
    {
        // records, components
        { $"UPDATE place SET customer = 0 WHERE record_no = {LastOfPair}", "records", "is resolved and in no customer" },
        { $"UPDATE place SET component = 0 WHERE record_no = {LastOfPair}", "records", "is resolved and in no component" },
        { $"UPDATE place SET customer = {Live}, component = record_no WHERE record_no = {Deleted}", "records", "Deleted record" },
        { $"UPDATE place SET resolved_revision = 9 WHERE record_no = {LastOfPair}", "records", "resolved beyond its revision" },
        { $"UPDATE record SET position = (SELECT max(position) FROM record) WHERE record_no = {LastOfPair}", "records", "has the position of another record" },
        { $"UPDATE record SET source_no = 77 WHERE record_no = {LastOfPair}", "records", "has a source that is not there" },
        { $"UPDATE record SET earlier_operations = '\\x00' WHERE record_no = {LastOfPair}", "records", "has earlier operations that cannot be read" },
        { $"DELETE FROM content WHERE record_no = {LastOfPair}", "records", "1 records have no content" },
        { "INSERT INTO content VALUES (999999, '', '')", "records", "1 contents belong to no record" },
        { $"INSERT INTO reserved_number VALUES ({OfPair})", "records", "reserved numbers are also numbers of records" },
        { $"UPDATE place SET component = {LastOfPair} WHERE component = {OfPair}", "components", "but its smallest record is" },

        // ledger
        { $"UPDATE customer SET superseded_by = customer_no WHERE customer_no = {Superseded}", "ledger", "goes round in a circle" },
        { $"UPDATE customer SET born = 999999 WHERE customer_no = {Live}", "ledger", "was born with record 999999" },
        { $"UPDATE customer SET changed_at = 999999 WHERE customer_no = {Live}", "ledger", "was changed by event 999999" },
        { $"UPDATE customer SET state = 9 WHERE customer_no = {Superseded}", "ledger", "in a state that does not exist" },

        // links, decisions
        { $"UPDATE link SET a_revision = 9 WHERE a = {OfPair}", "links", "of a revision that is not current" },
        { $"UPDATE link SET b_revision = 9 WHERE a = {OfPair}", "links", "of a revision that is not current" },
        { "UPDATE link SET review = false WHERE review", "links", "ought to be up for review" },
        { "UPDATE link SET kind = 2 WHERE review", "links", "is an edge, but they are in different components" },
        { "UPDATE link SET weight = weight + 1", "model", "but under the model in force" },
        { "UPDATE assertion SET decision = 2 WHERE assertion_no = 1", "assertions", "says different, but they are one customer" },
        { "UPDATE assertion SET newest = false WHERE assertion_no = 1", "assertions", "is the newest, but does not count as it" },

        // model
        { "UPDATE model SET version = 'another'", "model", "but is said to be 'another'" },
        { "UPDATE model SET content = '{}'", "model", "cannot be read" },
        { $"UPDATE place SET model_no = 0 WHERE record_no = {LastOfPair}", "model", "is placed under model 0, but model 1 is in force" },

        // events
        { "DELETE FROM event WHERE sequence = 3", "events", "goes from event 2 to event 4" },
        { "UPDATE event SET change = '\\x05' WHERE sequence = 3", "events", "Event 3 cannot be read" },
        { "UPDATE event SET customer = 999999 WHERE sequence = 3", "events", "which was never issued" },
        { "DELETE FROM event_customer WHERE sequence = 3", "events", "Event 3 is missing from the history" },

        // content
        { $"UPDATE content SET payload = '\\x7b' WHERE record_no = {OfPair}", "content", "cannot be read" },
        { $"UPDATE record SET content_hash = '\\x00000000000000000000000000000000' WHERE record_no = {OfPair}", "content", "has content that its hash is not of" },
        { $"UPDATE content SET features = (SELECT features FROM content WHERE record_no = 100) WHERE record_no = {OfPair}", "content", "has features that its content does not give" },
        { $"UPDATE record SET keys = substr(keys, 9) WHERE record_no = {OfPair}", "content", "has blocking keys that its content does not give" },
        { $"UPDATE record SET search_keys = '\\x0000000000000001' WHERE record_no = {OfPair}", "content", "has search keys that its content does not give" },
        { $"UPDATE record SET crowded_keys = substr(keys, 1, 8) WHERE record_no = {OfPair}", "content", "has other crowded keys than the live records give" },
        { "UPDATE setting SET value = '\\x00000000000000000000000000000000' WHERE name = 'key-secret'", "content", "has blocking keys that its content does not give" },
        { "UPDATE source SET region = 'US'", "content", "that its content does not give" },

        // numbers that are kept beside the rows
        { "UPDATE journal_head SET last_number = last_number - 1", "numbers", "The last number of a record is kept as" },
        { "UPDATE journal_head SET last_position = last_position - 1", "numbers", "The last position is kept as" },
        { "UPDATE journal_head SET last_event = last_event - 1", "numbers", "The last event is kept as" },
        { "UPDATE journal_head SET last_assertion = 3", "numbers", "The last decision is kept as 3, but the rows give 4" },
        { "UPDATE journal_head SET live_customers = 1", "numbers", "1 live customers are counted" },
        { "UPDATE journal_head SET review_pairs = 0", "numbers", "0 pairs for review are counted" },
        { "UPDATE journal_head SET former_records = 5", "numbers", "5 records under a former model are counted, but the rows give 0" },
        { "UPDATE journal_head SET placed_records = 5", "numbers", "5 records in a component are counted" },
        { "UPDATE journal_head SET model_no = 2", "numbers", "The last model is kept as 2, but the rows give 1" },
        { "UPDATE journal_head SET model_under_way = true", "numbers", "once to be so and once not" },

        // by which version records were read
        { "UPDATE journal_head SET reading_finished = reading_version + 1", "reading", "but the latest that has begun is" },
        { $"UPDATE record SET reading_version = 0 WHERE record_no = {OfPair}", "reading", "was read by version 0, but all are said to be read by" },

        // what only a database has
        { "DELETE FROM journal_head", "database", "The journal has no head" },
        { "UPDATE journal_head SET sequence = sequence + 1", "database", "The log of batches ends at" },
        { "DELETE FROM directory_log WHERE sequence = (SELECT max(sequence) - 1 FROM directory_log)", "database", "The log of batches goes from" },
        { "INSERT INTO place VALUES (999999, 1, 0, 0, 0, 0)", "database", "1 places belong to no record" },
        { "UPDATE schema_migration SET checksum = 'x'", "database", "changed by hand" },
        { "INSERT INTO schema_migration VALUES (99, 'later', '', now())", "database", "newer version" },
        { "DELETE FROM schema_migration", "database", "has 0 of" },
    };

    [Fact]
    public async Task A_sound_database_is_clean_and_is_the_town_that_the_embedded_store_has()
    {
        using var embedded = new SmallTown();
        await embedded.InitializeAsync();
        var expected = StoreVerifier.Verify(embedded.Folder);
        var report = await town.InCopyAsync("", copy => Task.FromResult(StoreVerifier.VerifyPostgres(copy)));
        Assert.Empty(report.Findings);
        Assert.Empty(report.Notes);
        Assert.Equal(
            (expected.Records, expected.LiveRecords, expected.LiveCustomers, expected.Links, expected.Assertions, expected.Events, expected.PartitionHash),
            (report.Records, report.LiveRecords, report.LiveCustomers, report.Links, report.Assertions, report.Events, report.PartitionHash));
    }

    [Theory]
    [MemberData(nameof(Corruptions))]
    public async Task A_spoilt_database_is_found_out(string sql, string check, string text)
    {
        var report = await town.InCopyAsync(sql, copy => Task.FromResult(StoreVerifier.VerifyPostgres(copy)));
        Assert.False(report.IsClean);
        Assert.Contains(report.Findings, finding => finding.Check == check && finding.Text.Contains(text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_written_while_it_is_verified_is_not_seen()
    {
        await town.InCopyAsync("", async copy =>
        {
            await using var journal = await PostgresJournal.OpenAsync(new PostgresStoreOptions { ConnectionString = copy });
            var written = false;
            var report = StoreVerifier.VerifyPostgres(copy, progress: at =>
            {
                if (at.Check != "database" && !written)
                {
                    // After the moment was chosen, before most of it is read.
                    written = true;
                    _ = journal.AcceptAsync(new AcceptRequest { Identity = new("crm", "1"), IsDelete = true }).AsTask().GetAwaiter().GetResult();
                }
            });
            Assert.True(written);
            Assert.Empty(report.Findings);
            Assert.Equal(116, report.LiveRecords);
            Assert.Equal(115, StoreVerifier.VerifyPostgres(copy).LiveRecords);
            return true;
        });
    }

    [Fact]
    public async Task A_database_without_schema_says_what_to_run()
    {
        var empty = await town.Server.CreateEmptyDatabaseAsync();
        var report = StoreVerifier.VerifyPostgres(empty);
        Assert.Contains("run 'cgrains migrate'", Assert.Single(report.Findings).Text, StringComparison.Ordinal);
        await town.Server.DropDatabaseAsync(empty);
    }
}
