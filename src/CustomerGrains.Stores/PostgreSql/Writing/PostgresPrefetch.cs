using System.Text;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Records;
using Npgsql;

namespace CustomerGrains.Stores.PostgreSql.Writing;

/// <summary>Fetches rows by lists of keys: what is asked for together takes one round trip.</summary>
internal sealed class PostgresPrefetch(NpgsqlConnection connection, PostgresRows rows)
{
    private readonly List<(Action<NpgsqlBatch> Add, Action<NpgsqlDataReader> Read)> _queries = [];

    /// <summary>A query of the caller's own in the same round trip.</summary>
    public PostgresPrefetch Also(Action<NpgsqlBatch> add, Action<NpgsqlDataReader> read)
    {
        _queries.Add((add, read));
        return this;
    }

    /// <summary>How all sources are read; there are few.</summary>
    public PostgresPrefetch Defaults() => rows.KnowsDefaults
        ? this
        : Also(
            batch => batch.Add("SELECT source_no, region, date_order FROM source WHERE registered"),
            reader =>
            {
                var defaults = new List<(int, SourceDefaults)>();
                while (reader.Read())
                {
                    defaults.Add((reader.GetInt32(0), new SourceDefaults { Region = reader.GetString(1), DateOrder = (DateOrder)reader.GetInt32(2) }));
                }

                rows.LoadDefaults(defaults);
            });

    public PostgresPrefetch Identities(IReadOnlyCollection<(int Source, string RecordId)> identities)
    {
        if (identities.Count == 0)
        {
            return this;
        }

        return Also(
            batch => batch
                .Add(RecordRow.Select + " FROM unnest($1, $2) AS w (source_no, record_id) JOIN record r USING (source_no, record_id) LEFT JOIN place p ON p.record_no = r.record_no")
                .With(identities.Select(identity => identity.Source).ToArray())
                .With(identities.Select(identity => Encoding.UTF8.GetBytes(identity.RecordId)).ToArray()),
            reader =>
            {
                ReadRecords(reader);
                foreach (var (source, recordId) in identities)
                {
                    rows.LoadAbsent(source, recordId);
                }
            });
    }

    public PostgresPrefetch Records(IEnumerable<long> records)
    {
        long[] wanted = [.. records.Where(record => !rows.Knows(record)).Distinct()];
        if (wanted.Length == 0)
        {
            return this;
        }

        return Also(
            batch => batch.Add(RecordRow.Select + " FROM unnest($1) AS w (record_no) JOIN record r USING (record_no) LEFT JOIN place p ON p.record_no = r.record_no").With(wanted),
            reader =>
            {
                ReadRecords(reader);
                foreach (var record in wanted)
                {
                    rows.LoadAbsent(record);
                }
            });
    }

    public PostgresPrefetch Links(IEnumerable<long> records)
    {
        long[] wanted = [.. records.Where(record => !rows.KnowsLinksOf(record)).Distinct()];
        if (wanted.Length == 0)
        {
            return this;
        }

        return Also(
            batch => batch
                .Add("SELECT l.a, l.b, l.a_revision, l.b_revision, l.weight, l.kind, l.review FROM unnest($1) AS w (record_no) JOIN link l ON l.a = w.record_no "
                    + "UNION ALL SELECT l.a, l.b, l.a_revision, l.b_revision, l.weight, l.kind, l.review FROM unnest($1) AS w (record_no) JOIN link l ON l.b = w.record_no")
                .With(wanted),
            reader =>
            {
                while (reader.Read())
                {
                    rows.Load(LinkRow.Of(reader));
                }

                foreach (var record in wanted)
                {
                    rows.LoadedLinksOf(record);
                }
            });
    }

    public PostgresPrefetch Decisions(IEnumerable<long> records)
    {
        long[] wanted = [.. records.Where(record => !rows.KnowsDecisionsOf(record)).Distinct()];
        if (wanted.Length == 0)
        {
            return this;
        }

        return Also(
            batch => batch
                .Add("SELECT d.a, d.b, d.assertion_no, d.decision, d.decided_by, d.reason, d.decided_at, d.operation, d.resolved FROM unnest($1) AS w (record_no) JOIN assertion d ON d.a = w.record_no WHERE d.newest")
                .With(wanted),
            reader =>
            {
                while (reader.Read())
                {
                    rows.Load(reader.GetInt64(0), reader.GetInt64(1), PostgresRows.DecisionOf(reader, 2));
                }

                foreach (var record in wanted)
                {
                    rows.LoadedDecisionsOf(record);
                }
            });
    }

    public PostgresPrefetch Customers(IEnumerable<long> customers)
    {
        long[] wanted = [.. customers.Where(customer => !rows.KnowsCustomer(customer)).Distinct()];
        if (wanted.Length == 0)
        {
            return this;
        }

        return Also(
            batch => batch
                .Add("SELECT c.customer_no, c.state, c.born, c.superseded_by, c.changed_at FROM unnest($1) AS w (customer_no) JOIN customer c USING (customer_no)")
                .With(wanted),
            reader =>
            {
                while (reader.Read())
                {
                    var no = reader.GetInt64(0);
                    rows.LoadCustomer(
                        no, new LedgerEntry(new CustomerNo(no), (CustomerState)reader.GetInt32(1), new RecordNo(reader.GetInt64(2)), new CustomerNo(reader.GetInt64(3)), reader.GetInt64(4)));
                }

                foreach (var customer in wanted)
                {
                    rows.LoadCustomer(customer, null);
                }
            });
    }

    /// <summary>Sends what was asked for, if anything; then more can be asked for.</summary>
    public PostgresPrefetch Run()
    {
        if (_queries.Count == 0)
        {
            return this;
        }

        using var batch = new NpgsqlBatch(connection);
        foreach (var query in _queries)
        {
            query.Add(batch);
        }

        using var reader = batch.ExecuteReader();
        for (var i = 0; i < _queries.Count; i++)
        {
            if (i > 0)
            {
                reader.NextResult();
            }

            _queries[i].Read(reader);
        }

        _queries.Clear();
        return this;
    }

    private void ReadRecords(NpgsqlDataReader reader)
    {
        while (reader.Read())
        {
            rows.Load(RecordRow.Of(reader));
        }
    }
}
