using System.Collections.Frozen;
using CustomerGrains.Index.Journal;

namespace CustomerGrains.Index.Sources;

/// <summary>The registered sources, kept in memory.</summary>
/// <remarks>Another process may have changed one since. A record read by settings that are no longer in force is not accepted, and is read again: the journal compares them as it accepts.</remarks>
public sealed class SourceRegistry(ISourceStore store)
{
    private FrozenDictionary<string, Source> _sources = FrozenDictionary<string, Source>.Empty;

    /// <summary>A source by name.</summary>
    /// <exception cref="UnknownSourceException">Nobody registered it.</exception>
    public async ValueTask<Source> GetAsync(string name, CancellationToken cancellationToken)
    {
        if (_sources.TryGetValue(name, out var source))
        {
            return source;
        }

        // Another process may have registered it.
        await ReadAsync(cancellationToken).ConfigureAwait(false);
        return _sources.TryGetValue(name, out source) ? source : throw new UnknownSourceException(name);
    }

    /// <summary>A source by name, as it is registered now.</summary>
    /// <exception cref="UnknownSourceException">Nobody registered it.</exception>
    public async ValueTask<Source> RefreshAsync(string name, CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken).ConfigureAwait(false);
        return _sources.TryGetValue(name, out var source) ? source : throw new UnknownSourceException(name);
    }

    /// <summary>All sources by name.</summary>
    public async ValueTask<IReadOnlyList<Source>> ListAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken).ConfigureAwait(false);
        return [.. _sources.Values.OrderBy(source => source.Name, StringComparer.Ordinal)];
    }

    /// <summary>Registers a source or changes its title.</summary>
    /// <exception cref="InvalidFieldsException">The name is not one, or the source has records and the way they are read would change: records already
    /// taken in would then differ from the same records taken in anew.</exception>
    public async ValueTask RegisterAsync(Source source, CancellationToken cancellationToken)
    {
        var violations = Violations(source).ToList();
        if (violations.Count > 0)
        {
            throw new InvalidFieldsException(violations);
        }

        try
        {
            await store.PutSourceAsync(source, cancellationToken).ConfigureAwait(false);
        }
        catch (SourceInUseException)
        {
            throw new InvalidFieldsException([new FieldViolation("source.default_region", "and the date order cannot change while the source has records; register another source or delete its records first.")]);
        }

        await ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    private static IEnumerable<FieldViolation> Violations(Source source)
    {
        if (source.Name is not { Length: >= 1 and <= 64 } || source.Name.Any(character => !(character is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_' or '.')))
        {
            yield return new FieldViolation("source.name", "must be 1 to 64 lower-case letters, digits, '-', '_' or '.'.");
        }

        if (source.Title is null || source.Title.Length > 200 || source.Title.Any(char.IsControl))
        {
            yield return new FieldViolation("source.title", "must be at most 200 characters without control characters.");
        }

        if (source.Defaults.Region is not { Length: 2 } region || region.Any(character => character is < 'A' or > 'Z'))
        {
            yield return new FieldViolation("source.default_region", "must be a two-letter region in capitals, e.g. GB.");
        }

        if (!Enum.IsDefined(source.Defaults.DateOrder))
        {
            yield return new FieldViolation("source.date_order", "is not an order of day and month.");
        }
    }

    private async ValueTask ReadAsync(CancellationToken cancellationToken)
    {
        var sources = await store.ReadSourcesAsync(cancellationToken).ConfigureAwait(false);
        _sources = sources.ToFrozenDictionary(status => status.Source.Name, status => status.Source, StringComparer.Ordinal);
    }
}
