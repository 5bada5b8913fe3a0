using CustomerGrains.Cli.Importing.Mapping;

namespace CustomerGrains.Cli.Importing;

/// <summary>How a file is to be read.</summary>
internal sealed record ReadOptions
{
    /// <summary>Source of every record; null: the mapping, a source column or DATA_SOURCE says.</summary>
    public string? Source { get; init; }

    /// <summary>Null: columns are recognised by their usual names.</summary>
    public ColumnMapping? Mapping { get; init; }

    /// <summary>Column of the record id; null: by its usual names.</summary>
    public string? IdColumn { get; init; }
}
