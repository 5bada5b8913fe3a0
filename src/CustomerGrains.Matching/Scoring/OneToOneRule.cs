using System.Collections.Frozen;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Matching.Scoring;

/// <summary>Which sources hold nobody twice, and what that is worth.</summary>
/// <remarks>
/// Two records of one such source are two customers, unless a person says otherwise. And a record has at most one partner in another such source: the pair that is best for both
/// sides, by a margin, needs less evidence than a link among many.
/// </remarks>
public sealed class OneToOneRule
{
    /// <summary>Margin of a model that does not state one, in hundredths of a bit.</summary>
    public const int MarginDefault = 300;

    private readonly FrozenSet<string> _sources;

    internal OneToOneRule(IEnumerable<string> sources, int threshold, int margin)
    {
        _sources = sources.ToFrozenSet(StringComparer.Ordinal);
        Sources = [.. _sources.Order(StringComparer.Ordinal)];
        Threshold = threshold;
        Margin = margin;
    }

    /// <summary>No source is known to hold nobody twice.</summary>
    internal static OneToOneRule None { get; } = new([], 0, 0);

    /// <summary>The sources, in ordinal order.</summary>
    public IReadOnlyList<string> Sources { get; }

    /// <summary>Weight at or above which a pair across two of the sources may be joined when it is the best for both sides, in hundredths of a bit. Default of a model file: its review threshold.</summary>
    public int Threshold { get; }

    /// <summary>How far every rival must lie below the best, in hundredths of a bit. Default of a model file: 300.</summary>
    public int Margin { get; }

    /// <summary>Both are of one source that holds nobody twice.</summary>
    public bool KeepsApart(RecordIdentity a, RecordIdentity b) =>
        Sources.Count > 0 && string.Equals(a.Source, b.Source, StringComparison.Ordinal) && _sources.Contains(a.Source);

    /// <summary>They are of two sources that hold nobody twice.</summary>
    public bool IsAcross(RecordIdentity a, RecordIdentity b) =>
        Sources.Count > 1 && !string.Equals(a.Source, b.Source, StringComparison.Ordinal) && _sources.Contains(a.Source) && _sources.Contains(b.Source);
}
