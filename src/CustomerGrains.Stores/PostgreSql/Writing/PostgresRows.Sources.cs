using CustomerGrains.Index.Sources;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Stores.PostgreSql.Writing;

internal sealed partial class PostgresRows
{
    private readonly Dictionary<int, SourceDefaults> _defaults = [];

    public int SourceNo(string name)
    {
        if (TryFindSource(name, out var number))
        {
            return number;
        }

        number = ReadNow("SELECT coalesce(max(source_no), 0) + 1 FROM source", command => command, row => row.GetInt32(0));
        RunNow("INSERT INTO source (source_no, name) VALUES ($1, $2)", command => command.With(number).With(name));
        sources.AddPending(name, number);
        return number;
    }

    public bool TryFindSource(string name, out int source)
    {
        if (sources.TryFind(name, out source))
        {
            return true;
        }

        // Another process may have given it a number.
        source = ReadNow("SELECT source_no FROM source WHERE name = $1", command => command.With(name), row => row.GetInt32(0));
        if (source != 0)
        {
            sources.Add(name, source);
        }

        return source != 0;
    }

    /// <summary>How sources are read was fetched.</summary>
    public bool KnowsDefaults { get; private set; }

    public void LoadDefaults(IEnumerable<(int Source, SourceDefaults Defaults)> defaults)
    {
        foreach (var (source, read) in defaults)
        {
            _defaults[source] = read;
        }

        KnowsDefaults = true;
    }

    public SourceDefaults? DefaultsOf(int source)
    {
        if (!KnowsDefaults)
        {
            new PostgresPrefetch(Connection, this).Defaults().Run();
        }

        return _defaults.GetValueOrDefault(source);
    }

    public void PutSource(int source, Source content)
    {
        RunNow(
            "UPDATE source SET title = $1, region = $2, date_order = $3, registered = true WHERE source_no = $4",
            command => command.With(content.Title).With(content.Defaults.Region).With((int)content.Defaults.DateOrder).With(source));
        _defaults[source] = content.Defaults;
    }

    public void PutMapping(int source, string mappingJson) => RunNow("UPDATE source SET mapping = $1 WHERE source_no = $2", command => command.With(mappingJson).With(source));

    public bool DeleteMapping(string source) => RunNow("UPDATE source SET mapping = NULL WHERE name = $1 AND mapping IS NOT NULL", command => command.With(source)) > 0;

    public byte[] GetOrAddSetting(string name, byte[] initial)
    {
        RunNow("INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING", command => command.With(name).With(initial));
        return ReadNow("SELECT value FROM setting WHERE name = $1", command => command.With(name), row => row.GetFieldValue<byte[]>(0))!;
    }

    private void ForgetDefaults()
    {
        _defaults.Clear();
        KnowsDefaults = false;
    }
}
