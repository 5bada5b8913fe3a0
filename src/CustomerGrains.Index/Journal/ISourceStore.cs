using CustomerGrains.Index.Sources;

namespace CustomerGrains.Index.Journal;

/// <summary>Keeps sources, their mappings and the deployment's settings.</summary>
public interface ISourceStore
{
    /// <summary>Registers a source or changes what is said of it.</summary>
    /// <exception cref="SourceInUseException">It has live records and the way they are read would change. Nothing was written.</exception>
    ValueTask PutSourceAsync(Source source, CancellationToken cancellationToken = default);

    /// <summary>Sources by name.</summary>
    ValueTask<IReadOnlyList<SourceStatus>> ReadSourcesAsync(CancellationToken cancellationToken = default);

    /// <summary>Stores the mapping used for a source's files.</summary>
    ValueTask PutMappingAsync(string source, string mappingJson, CancellationToken cancellationToken = default);

    /// <summary>Takes the mapping away.</summary>
    /// <returns>One was stored.</returns>
    ValueTask<bool> DeleteMappingAsync(string source, CancellationToken cancellationToken = default);

    /// <summary>The mapping, or null.</summary>
    ValueTask<string?> ReadMappingAsync(string source, CancellationToken cancellationToken = default);

    /// <summary>Reads a setting, writing <paramref name="initial"/> first when there is none; of several first writers one wins.</summary>
    ValueTask<byte[]> GetOrAddSettingAsync(string name, byte[] initial, CancellationToken cancellationToken = default);
}
