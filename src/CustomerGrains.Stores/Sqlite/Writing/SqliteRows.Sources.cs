using System.Diagnostics.CodeAnalysis;
using CustomerGrains.Index.Sources;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Stores.Sqlite.Writing;

internal sealed partial class SqliteRows
{
    private readonly Dictionary<string, int> _sources = new(StringComparer.Ordinal);

    // Numbers given in the open transaction: forgotten when it is taken back.
    private readonly List<string> _pendingSources = [];
    private readonly Dictionary<int, SourceDefaults?> _defaults = [];
    private Statement _insertSource;
    private Statement _selectDefaults;
    private Statement _updateSource;
    private Statement _updateMapping;
    private Statement _deleteMapping;
    private Statement _selectSetting;
    private Statement _insertSetting;

    public int SourceNo(string name)
    {
        if (_sources.TryGetValue(name, out var number))
        {
            return number;
        }

        using (var row = _insertSource.With(name))
        {
            row.Step();
            number = row.Int32(0);
            row.Step();
        }

        _sources.Add(name, number);
        _pendingSources.Add(name);
        return number;
    }

    public bool TryFindSource(string name, out int source) => _sources.TryGetValue(name, out source);

    public SourceDefaults? DefaultsOf(int source)
    {
        if (!_defaults.TryGetValue(source, out var defaults))
        {
            using var row = _selectDefaults.With(source);
            defaults = row.Step() ? new SourceDefaults { Region = row.Text(0), DateOrder = (DateOrder)row.Int32(1) } : null;
            _defaults.Add(source, defaults);
        }

        return defaults;
    }

    public void PutSource(int source, Source content)
    {
        _updateSource.With(content.Title).With(content.Defaults.Region).With((long)content.Defaults.DateOrder).With(source).Run();
        _defaults[source] = content.Defaults;
    }

    public void PutMapping(int source, string mappingJson) => _updateMapping.With(mappingJson).With(source).Run();

    public bool DeleteMapping(string source)
    {
        using var row = _deleteMapping.With(source);
        var deleted = row.Step();
        _ = deleted && row.Step();
        return deleted;
    }

    public byte[] GetOrAddSetting(string name, byte[] initial)
    {
        _insertSetting.With(name).With(initial).Run();
        using var row = _selectSetting.With(name);
        row.Step();
        return row.Blob(0);
    }

    /// <summary>The transaction is durable.</summary>
    public void Committed() => _pendingSources.Clear();

    /// <summary>The transaction was taken back.</summary>
    public void RolledBack()
    {
        foreach (var source in _pendingSources)
        {
            _sources.Remove(source);
        }

        _pendingSources.Clear();
        _defaults.Clear();
    }

    [MemberNotNull(nameof(_insertSource), nameof(_selectDefaults), nameof(_updateSource), nameof(_updateMapping), nameof(_deleteMapping), nameof(_selectSetting), nameof(_insertSetting))]
    private void PrepareSources(SqliteDatabase database)
    {
        _insertSource = database.Prepare("INSERT INTO source (name) VALUES (?) RETURNING source_no");
        _updateSource = database.Prepare("UPDATE source SET title = ?, region = ?, date_order = ?, registered = 1 WHERE source_no = ?");
        _selectDefaults = database.Prepare("SELECT region, date_order FROM source WHERE source_no = ? AND registered = 1");
        _updateMapping = database.Prepare("UPDATE source SET mapping = ? WHERE source_no = ?");
        _deleteMapping = database.Prepare("UPDATE source SET mapping = NULL WHERE name = ? AND mapping IS NOT NULL RETURNING source_no");
        _selectSetting = database.Prepare("SELECT value FROM setting WHERE name = ?");
        _insertSetting = database.Prepare("INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING");
        using var select = database.Prepare("SELECT name, source_no FROM source");
        while (select.Step())
        {
            _sources.Add(select.Text(0), select.Int32(1));
        }
    }
}
