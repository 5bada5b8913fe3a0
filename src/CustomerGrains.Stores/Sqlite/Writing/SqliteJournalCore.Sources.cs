using System.Diagnostics.CodeAnalysis;
using CustomerGrains.Index.Sources;

namespace CustomerGrains.Stores.Sqlite.Writing;

public sealed partial class SqliteJournalCore
{
    private readonly Dictionary<string, int> _sources = new(StringComparer.Ordinal);

    // Numbers given in the open transaction: forgotten when it is taken back.
    private readonly List<string> _pendingSources = [];
    private Statement _insertSource;
    private Statement _updateSource;
    private Statement _updateMapping;
    private Statement _deleteMapping;
    private Statement _selectSetting;
    private Statement _insertSetting;

    /// <summary>See <see cref="Index.Journal.ISourceStore.PutSourceAsync"/>.</summary>
    public void PutSource(Source source) => Write(source, static (core, source) =>
    {
        core._updateSource.With(source.Title).With(source.Defaults.Region).With((long)source.Defaults.DateOrder).With(core.SourceNo(source.Name)).Run();
        return true;
    });

    /// <summary>See <see cref="Index.Journal.ISourceStore.PutMappingAsync"/>.</summary>
    public void PutMapping(string source, string mappingJson) => Write((source, mappingJson), static (core, mapping) =>
    {
        core._updateMapping.With(mapping.mappingJson).With(core.SourceNo(mapping.source)).Run();
        return true;
    });

    /// <summary>See <see cref="Index.Journal.ISourceStore.DeleteMappingAsync"/>.</summary>
    public bool DeleteMapping(string source) => Write(source, static (core, source) =>
    {
        using var row = core._deleteMapping.With(source);
        var deleted = row.Step();
        _ = deleted && row.Step();
        return deleted;
    });

    /// <summary>See <see cref="Index.Journal.ISourceStore.GetOrAddSettingAsync"/>.</summary>
    public byte[] GetOrAddSetting(string name, byte[] initial) => Write((name, initial), static (core, setting) =>
    {
        core._insertSetting.With(setting.name).With(setting.initial).Run();
        using var row = core._selectSetting.With(setting.name);
        row.Step();
        return row.Blob(0);
    });

    [MemberNotNull(nameof(_insertSource), nameof(_updateSource), nameof(_updateMapping), nameof(_deleteMapping), nameof(_selectSetting), nameof(_insertSetting))]
    private void PrepareSources()
    {
        _insertSource = _database.Prepare("INSERT INTO source (name) VALUES (?) RETURNING source_no");
        _updateSource = _database.Prepare("UPDATE source SET title = ?, region = ?, date_order = ?, registered = 1 WHERE source_no = ?");
        _updateMapping = _database.Prepare("UPDATE source SET mapping = ? WHERE source_no = ?");
        _deleteMapping = _database.Prepare("UPDATE source SET mapping = NULL WHERE name = ? AND mapping IS NOT NULL RETURNING source_no");
        _selectSetting = _database.Prepare("SELECT value FROM setting WHERE name = ?");
        _insertSetting = _database.Prepare("INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING");
        using var select = _database.Prepare("SELECT name, source_no FROM source");
        while (select.Step())
        {
            _sources.Add(select.Text(0), select.Int32(1));
        }
    }

    /// <summary>Number of a source; given now when it has none, whether it is registered or not.</summary>
    private int SourceNo(string name)
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

    private void ForgetPendingSources()
    {
        foreach (var source in _pendingSources)
        {
            _sources.Remove(source);
        }

        _pendingSources.Clear();
    }
}
