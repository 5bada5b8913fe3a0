using System.Text;
using CustomerGrains.Matching.Records;
using Npgsql;

namespace CustomerGrains.Stores.PostgreSql.Writing;

/// <summary>Fetches rows by lists of keys: what is asked for together takes one round trip. What is here already is not asked for.</summary>
internal sealed class PostgresPrefetch(NpgsqlConnection connection, PostgresRows rows)
{
    private readonly List<(Action<NpgsqlBatch> Add, Action<NpgsqlDataReader> Read)> _queries = [];
    private readonly HashSet<(int Source, string RecordId)> _identities = [];
    private readonly HashSet<long> _linked = [];
    private readonly HashSet<long> _records = [];
    private readonly HashSet<long> _customers = [];

    /// <summary>A query of the caller's own in the same round trip, before what the batch wants.</summary>
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

    /// <summary>Records by what their sources call them, with their links and the records at the other ends.</summary>
    public PostgresPrefetch Identities(IEnumerable<(int Source, string RecordId)> identities)
    {
        _identities.UnionWith(identities.Where(identity => !rows.Knows(identity.Source, identity.RecordId)));
        return this;
    }

    /// <summary>Records.</summary>
    public PostgresPrefetch Records(IEnumerable<long> records)
    {
        _records.UnionWith(records.Where(record => !rows.Knows(record)));
        return this;
    }

    /// <summary>Records with their links and the records at the other ends. Whose links are here is here itself.</summary>
    public PostgresPrefetch Links(IEnumerable<long> records)
    {
        _linked.UnionWith(records.Where(record => !rows.KnowsLinksOf(record)));
        return this;
    }

    /// <summary>Records with the decisions in which they are the smaller one.</summary>
    public PostgresPrefetch Decisions(IEnumerable<long> records)
    {
        _records.UnionWith(records.Where(record => !rows.KnowsDecisionsOf(record)));
        return this;
    }

    public PostgresPrefetch Customers(IEnumerable<long> customers)
    {
        _customers.UnionWith(customers.Where(customer => !rows.KnowsCustomer(customer)));
        return this;
    }

    /// <summary>Sends what was asked for; then more can be asked for.</summary>
    /// <returns>False: nothing was.</returns>
    public bool Run()
    {
        AddWanted();
        if (_queries.Count == 0)
        {
            return false;
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
        _identities.Clear();
        _linked.Clear();
        _records.Clear();
        _customers.Clear();
        return true;
    }

    private void AddWanted()
    {
        if (_identities.Count + _linked.Count + _records.Count + _customers.Count > 0)
        {
            Also(
                batch => batch
                    .Add(WantedQuery.Sql)
                    .With(_identities.Select(identity => identity.Source).ToArray())
                    .With(_identities.Select(identity => Encoding.UTF8.GetBytes(identity.RecordId)).ToArray())
                    .With(_linked.ToArray())
                    .With(_records.ToArray())
                    .With(_customers.ToArray()),
                reader =>
                {
                    WantedQuery.Load(reader, rows);
                    LoadAbsent();
                });
        }
    }

    /// <summary>What did not come is not there.</summary>
    private void LoadAbsent()
    {
        foreach (var (source, recordId) in _identities)
        {
            rows.LoadAbsent(source, recordId);
            if (rows.Find(source, recordId) is { } row)
            {
                rows.LoadedLinksOf(row.No);
            }
        }

        foreach (var record in _linked)
        {
            rows.LoadAbsent(record);
            rows.LoadedLinksOf(record);
            rows.LoadedDecisionsOf(record);
        }

        foreach (var record in _records)
        {
            rows.LoadAbsent(record);
            rows.LoadedDecisionsOf(record);
        }

        foreach (var customer in _customers)
        {
            rows.LoadCustomer(customer, null);
        }
    }
}
