using CustomerGrains.Stores.Sqlite;
using CustomerGrains.Stores.Verifying;
using Microsoft.Data.Sqlite;

namespace CustomerGrains.Stores.Tests.Verifying;

/// <summary>The checker is checked: a sound store is clean, and each way to spoil it is found and named.</summary>
public sealed class StoreVerifierTests(SmallTown town) : IClassFixture<SmallTown>, IDisposable
{
    // Two records of one customer, and one of another.
    private const string OfPair = "(SELECT min(record_no) FROM record WHERE customer = (SELECT customer FROM record WHERE customer <> 0 GROUP BY customer HAVING count(*) > 1 ORDER BY customer LIMIT 1))";
    private const string LastOfPair = "(SELECT max(record_no) FROM record WHERE customer = (SELECT customer FROM record WHERE customer <> 0 GROUP BY customer HAVING count(*) > 1 ORDER BY customer LIMIT 1))";
    private const string Superseded = "(SELECT min(customer_no) FROM customer WHERE state = 2)";
    private const string Live = "(SELECT max(customer_no) FROM customer WHERE state = 1)";
    private const string Deleted = "(SELECT min(record_no) FROM record WHERE live = 0)";

    // The same model once more, as a change that is under way.
    private const string SecondModel = "INSERT INTO model SELECT 2, version, content, 'pat', '', 0, 0, 0, 0, 1 FROM model;";

    // An id, what it asked, and that the record was created.
    private const string Operation = "01000000000000000000000000000000000000000000000001";

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string, string> Corruptions => new()
    {
        // by which version records were read
        { "UPDATE reading SET finished = version + 1", "reading", "but the latest that has begun is" },
        { $"UPDATE record SET reading_version = 0 WHERE record_no = {LastOfPair}", "reading", "was read by version 0, but all are said to be read by" },
        { "DELETE FROM reading", "reading", "How far the store has been read is lost" },

        // records
        { $"UPDATE record SET customer = 999999 WHERE record_no = {LastOfPair}", "records", "is in customer 999999, which is not live" },
        { $"UPDATE record SET customer = {Superseded} WHERE record_no = {LastOfPair}", "records", "which is not live" },
        { $"UPDATE record SET customer = 0 WHERE record_no = {LastOfPair}", "records", "is resolved and in no customer" },
        { $"UPDATE record SET component = 0 WHERE record_no = {LastOfPair}", "records", "is resolved and in no component" },
        { $"UPDATE record SET customer = {Live}, component = record_no WHERE record_no = {Deleted}", "records", "Deleted record" },
        { $"UPDATE record SET resolved_revision = 9 WHERE record_no = {LastOfPair}", "records", "resolved beyond its revision" },
        { $"UPDATE record SET position = (SELECT max(position) FROM record) WHERE record_no = {LastOfPair}", "records", "has the position of another record" },
        { $"UPDATE record SET source_no = 77 WHERE record_no = {LastOfPair}", "records", "has a source that is not there" },
        { $"UPDATE record SET earlier_operations = x'00' WHERE record_no = {LastOfPair}", "records", "has earlier operations that cannot be read" },
        { $"UPDATE record SET earlier_operations = zeroblob(9 * 25) WHERE record_no = {LastOfPair}", "records", "remembers 9 earlier operations" },
        { $"UPDATE record SET earlier_operations = zeroblob(25) WHERE record_no = {LastOfPair}", "records", "has earlier operations that say nothing" },
        { $"UPDATE record SET earlier_operations = x'{Operation}{Operation}' WHERE record_no = {LastOfPair}", "records", "remembers one earlier operation twice" },
        { $"DELETE FROM content WHERE record_no = {LastOfPair}", "records", "1 records have no content" },
        { "INSERT INTO content VALUES (999999, x'', x'')", "records", "1 contents belong to no record" },
        { $"INSERT INTO reserved_number VALUES ({OfPair})", "records", "reserved numbers are also numbers of records" },

        { "UPDATE setting SET value = CAST('few' AS BLOB) WHERE name = 'crowd-limit'", "content", "The crowd limit is damaged" },
        { $"UPDATE record SET crowded_keys = substr(keys, 1, 8) WHERE record_no = {LastOfPair}", "content", "has other crowded keys than the live records give" },

        // components
        { $"UPDATE record SET component = {LastOfPair} WHERE component = {OfPair}", "components", "but its smallest record is" },
        { $"UPDATE record SET component = record_no WHERE record_no = {LastOfPair}", "components", "has records in two components" },

        // ledger
        { $"UPDATE customer SET superseded_by = customer_no WHERE customer_no = {Superseded}", "ledger", "goes round in a circle" },
        { $"UPDATE customer SET superseded_by = 999999 WHERE customer_no = {Superseded}", "ledger", "which was never issued" },
        { "INSERT INTO customer VALUES (999999, 1, 1, 0, 1)", "ledger", "Live customer 999999 has no records" },
        { $"UPDATE customer SET superseded_by = 1 WHERE customer_no = {Live}", "ledger", "is said to be superseded" },
        { $"UPDATE customer SET born = 999999 WHERE customer_no = {Live}", "ledger", "was born with record 999999" },
        { $"UPDATE customer SET changed_at = 999999 WHERE customer_no = {Live}", "ledger", "was changed by event 999999" },
        { $"UPDATE customer SET state = 9 WHERE customer_no = {Superseded}", "ledger", "in a state that does not exist" },

        // links
        { $"UPDATE link SET a_revision = 9 WHERE a = {OfPair}", "links", "of a revision that is not current" },
        { "INSERT INTO link VALUES (1, 999999, 1, 1, 5000, 1, 0)", "links", "of a revision that is not current" },
        { $"INSERT INTO link SELECT {LastOfPair}, {OfPair}, 1, 1, 5000, 1, 0", "links", "does not name the smaller record first" },
        { "UPDATE link SET kind = 2 WHERE review <> 0", "links", "is an edge, but they are in different components" },
        { "UPDATE link SET review = 0 WHERE review <> 0", "links", "ought to be up for review" },
        { $"UPDATE link SET review = 1 WHERE a = {OfPair}", "links", "must not be up for review" },

        // model
        { "UPDATE model SET version = 'another'", "model", "but is said to be 'another'" },
        { "UPDATE model SET content = x'7b7d'", "model", "cannot be read" },
        { "UPDATE model SET model_no = 3", "model", "Model 3 is the store's number 1" },
        { "DELETE FROM model", "model", "no model they were resolved under" },
        { $"UPDATE record SET model_no = 0 WHERE record_no = {LastOfPair}", "model", "is placed under model 0, but model 1 is in force" },
        { $"UPDATE record SET model_no = 1 WHERE record_no = {Deleted}", "model", "is in no component, but is said to be placed under model 1" },
        { $"{SecondModel} UPDATE record SET model_no = 2 WHERE component <> 0 AND record_no <> {LastOfPair}", "model", "is placed under two models" },
        { $"{SecondModel} UPDATE model SET under_way = 0", "model", "is placed under model 1, but model 2 is in force" },
        { $"{SecondModel} UPDATE record SET model_no = 3 WHERE component <> 0", "model", "is placed under model 3, but model 2 is in force" },
        { "UPDATE link SET weight = weight + 1", "model", "but under the model in force" },
        { "UPDATE link SET kind = 1 WHERE kind = 2", "model", "ought to be an edge under the model in force" },
        { "UPDATE link SET kind = 2 WHERE kind = 1", "model", "must not be an edge under the model in force" },

        // assertions
        { "UPDATE assertion SET decision = 2 WHERE assertion_no = 1", "assertions", "says different, but they are one customer" },
        { "UPDATE assertion SET decision = 1, a = 4, b = 80 WHERE assertion_no = 4", "assertions", "says same, but they are in different components" },
        { "UPDATE assertion SET b = 999999 WHERE assertion_no = 1", "assertions", "is not on two records that are there" },
        { "UPDATE assertion SET newest = 0 WHERE assertion_no = 1", "assertions", "is the newest, but does not count as it" },

        // events
        { "DELETE FROM event WHERE sequence = 3", "events", "goes from event 2 to event 4" },
        { "UPDATE event SET change = x'00000000' WHERE sequence = 3", "events", "By the events record" },
        { "UPDATE event SET change = x'05' WHERE sequence = 3", "events", "Event 3 cannot be read" },
        { "UPDATE event SET customer = 999999 WHERE sequence = 3", "events", "which was never issued" },
        { "DELETE FROM event_customer WHERE sequence = 3", "events", "Event 3 is missing from the history" },
        { "INSERT INTO event_customer VALUES (1, 999999)", "events", "names event 999999, which is not about it" },

        // content
        { $"UPDATE content SET payload = CAST(replace(CAST(payload AS TEXT), 'Leeds', 'Hull!') AS BLOB) WHERE record_no = {OfPair}", "content", "has content that its hash is not of" },
        { $"UPDATE content SET payload = x'7b' WHERE record_no = {OfPair}", "content", "cannot be read" },
        { $"UPDATE content SET features = (SELECT features FROM content WHERE record_no = 100) WHERE record_no = {OfPair}", "content", "has features that its content does not give" },
        { $"UPDATE record SET keys = substr(keys, 9) WHERE record_no = {OfPair}", "content", "has blocking keys that its content does not give" },
        { $"UPDATE record SET search_keys = x'0000000000000001' WHERE record_no = {OfPair}", "content", "has search keys that its content does not give" },
        { $"UPDATE record SET keys = x'0000000000000001' WHERE record_no = {Deleted}", "content", "still has content or keys" },
        { "DELETE FROM setting WHERE name = 'key-secret'", "content", "The secret of blocking keys is missing" },
        { "UPDATE setting SET value = zeroblob(16) WHERE name = 'key-secret'", "content", "has blocking keys that its content does not give" },

        // file
        { "UPDATE migration SET checksum = 'x'", "file", "changed by hand" },
        { "INSERT INTO migration VALUES (99, 'later', '', 0)", "file", "newer version" },
        { "DELETE FROM migration", "file", "has 0 of" },
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_sound_store_is_clean_and_counted()
    {
        var progress = new HashSet<string>(StringComparer.Ordinal);
        var report = StoreVerifier.Verify(town.Folder, progress: step => progress.Add(step.Check));
        Assert.Empty(report.Findings);
        Assert.Empty(report.Notes);
        Assert.True(report.IsClean);
        Assert.Equal((122, 116, 0, 4), (report.Records, report.LiveRecords, report.Unresolved, report.Assertions));
        Assert.InRange(report.LiveCustomers, 30, 60);
        Assert.True(report.Links > 40);
        Assert.Equal(32, report.PartitionHash.Length);
        Assert.Superset(new HashSet<string>(["file", "records", "ledger", "links", "events", "content", "partition"]), progress);
    }

    [Fact]
    public async Task The_partition_hash_is_that_of_the_journal()
    {
        await using var journal = SqliteJournal.Open(CopyTown());
        var customers = new List<IReadOnlyCollection<Matching.Records.RecordIdentity>>();
        await foreach (var (_, records) in journal.ReadPartitionAsync())
        {
            customers.Add([.. records]);
        }

        // Beside the open store, as an operator would.
        Assert.Equal(Matching.Resolving.PartitionHash.Compute(customers), StoreVerifier.Verify(_folder.Path).PartitionHash);
    }

    [Theory]
    [MemberData(nameof(Corruptions))]
    public void A_spoilt_store_is_found_out(string sql, string check, string text)
    {
        CopyTown();
        Assert.True(Execute(sql) > 0, "The corruption changed nothing.");
        var report = StoreVerifier.Verify(_folder.Path);
        Assert.False(report.IsClean);
        Assert.Contains(report.Findings, finding => finding.Check == check && finding.Text.Contains(text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_customer_torn_apart_without_a_trace_is_found_by_resolving_anew()
    {
        CopyTown();

        // Records, ledger, events and history all agree with each other; only the law says otherwise.
        Execute(
            $"""
            CREATE TEMP TABLE torn AS SELECT {LastOfPair} AS no, (SELECT customer FROM record WHERE record_no = {LastOfPair}) AS customer, (SELECT max(sequence) FROM event) AS last;
            DELETE FROM link WHERE a = (SELECT no FROM torn) OR b = (SELECT no FROM torn);
            DELETE FROM assertion WHERE a = (SELECT no FROM torn) OR b = (SELECT no FROM torn);
            DELETE FROM customer WHERE customer_no = (SELECT no FROM torn);
            INSERT INTO customer SELECT no, 1, no, 0, last + 1 FROM torn;
            UPDATE record SET customer = record_no, component = record_no WHERE record_no = (SELECT no FROM torn);
            INSERT INTO event SELECT last + 1, 0, 1, no, unhex('01' || printf('%02x', no * 2) || '000000') FROM torn;
            INSERT INTO event_customer SELECT no, last + 1 FROM torn;
            DROP TABLE torn;
            """);
        var report = StoreVerifier.Verify(_folder.Path);
        Assert.Equal(["partition"], report.Findings.Select(finding => finding.Check).Distinct());
        Assert.Contains(report.Findings, finding => finding.Text.Contains("ought to be with", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_damaged_page_is_found()
    {
        CopyTown();
        var path = Path.Combine(_folder.Path, DataFolder.DatabaseName);
        await using (var file = File.OpenWrite(path))
        {
            file.Position = 4096 * 6;
            file.Write(Enumerable.Repeat((byte)0xa5, 4096 * 4).ToArray());
        }

        var report = StoreVerifier.Verify(_folder.Path);
        Assert.Contains(report.Findings, finding => finding.Check == "file");
    }

    [Fact]
    public async Task A_store_whose_change_of_model_is_under_way_is_clean_but_says_what_was_not_compared()
    {
        var other = Matching.Scoring.MatchingModel.Default.WithOneToOneSources(["crm", "tax"]);
        await using (var journal = SqliteJournal.Open(CopyTown()))
        {
            await Index.ModelChange.ModelChanger.ApplyAsync(journal, other, "pat", "");
        }

        var report = StoreVerifier.Verify(_folder.Path);
        Assert.Empty(report.Findings);
        Assert.Equal((other.Version, 116), (report.ModelVersion, report.FormerRecords));
        Assert.Contains("A change of model is under way: 116 records", Assert.Single(report.Notes), StringComparison.Ordinal);
        await using (var journal = SqliteJournal.Open(_folder.Path))
        await using (var local = await Local.LocalIndex.OpenAsync(journal, journal, start: false))
        {
            Assert.Equal(0, await local.Index.SweepAsync());
        }

        var finished = StoreVerifier.Verify(_folder.Path);
        Assert.Empty(finished.Findings);
        Assert.Empty(finished.Notes);
        Assert.Equal(0, finished.FormerRecords);
    }

    [Fact]
    public async Task A_store_whose_records_are_to_be_read_anew_is_clean_but_says_what_was_not_checked()
    {
        // As an older build left it: all it read was read by one version, and of some records it made other features and keys.
        CopyTown();
        Execute("UPDATE record SET reading_version = 0; UPDATE reading SET version = 0, finished = 0; UPDATE record SET keys = substr(keys, 9) WHERE record_no % 3 = 0 AND live <> 0 AND length(keys) > 8");
        var report = StoreVerifier.Verify(_folder.Path);
        Assert.Empty(report.Findings);
        Assert.Equal(116, report.OlderReadings);
        Assert.Contains("116 records were read by an older version", Assert.Single(report.Notes), StringComparison.Ordinal);
        await using (var journal = SqliteJournal.Open(_folder.Path))
        await using (var local = await Local.LocalIndex.OpenAsync(journal, journal, start: false))
        {
            Assert.Equal(116, (await local.Index.GetStatusAsync()).Journal.OlderReadings);
            Assert.Equal(0, await local.Index.SweepAsync());
        }

        var finished = StoreVerifier.Verify(_folder.Path);
        Assert.Empty(finished.Findings);
        Assert.Empty(finished.Notes);
        Assert.Equal(0, finished.OlderReadings);
    }

    [Fact]
    public async Task A_store_that_a_later_version_reads_is_clean_but_says_what_was_not_checked()
    {
        await using (var journal = SqliteJournal.Open(CopyTown()))
        {
            await journal.BeginReadingAsync(Matching.Features.RecordReading.Version + 1);
        }

        var report = StoreVerifier.Verify(_folder.Path);
        Assert.Empty(report.Findings);
        Assert.Contains(report.Notes, note => note.StartsWith("A later version of the program has begun to read this store", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_store_with_work_left_is_clean_but_says_what_was_not_compared()
    {
        await using (var journal = SqliteJournal.Open(CopyTown()))
        {
            await journal.AcceptAsync(new Index.Journal.AcceptRequest { Identity = new("crm", "1"), IsDelete = true });
        }

        var report = StoreVerifier.Verify(_folder.Path);
        Assert.Empty(report.Findings);
        Assert.Equal(1, report.Unresolved);
        Assert.Contains("1 records or decisions wait to be resolved", Assert.Single(report.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_findings_of_one_kind_are_counted_and_the_first_are_named()
    {
        CopyTown();
        Execute("UPDATE record SET search_keys = x'0000000000000001' WHERE live <> 0");
        var report = StoreVerifier.Verify(_folder.Path, new StoreVerifierOptions { FindingsPerCheckMax = 3 });
        Assert.Equal(116, report.FindingCount);
        Assert.Equal(4, report.Findings.Count);
        Assert.Equal("and 113 more of this kind.", report.Findings[^1].Text);
    }

    [Fact]
    public void Findings_name_records_and_never_what_they_contain()
    {
        CopyTown();
        Execute("UPDATE content SET features = x'00', payload = CAST(payload || ' ' AS BLOB) WHERE length(payload) > 0; UPDATE record SET customer = 999999, keys = x'0000000000000001' WHERE live <> 0");
        var text = string.Join('\n', StoreVerifier.Verify(_folder.Path).Findings.Select(finding => finding.Text));
        Assert.NotEmpty(text);
        foreach (var value in (string[])["Agnes", "Ashdown", "Mill", "Leeds", "example.org", "0113", "1950"])
        {
            Assert.DoesNotContain(value, text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void A_folder_without_store_is_refused()
    {
        var error = Assert.Throws<FileNotFoundException>(() => StoreVerifier.Verify(_folder.Path));
        Assert.Contains("There is no store", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    private string CopyTown()
    {
        File.Copy(Path.Combine(town.Folder, DataFolder.DatabaseName), Path.Combine(_folder.Path, DataFolder.DatabaseName), overwrite: true);
        return _folder.Path;
    }

    private int Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.Path, DataFolder.DatabaseName)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteNonQuery();
    }
}
