using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Evaluating;

namespace CustomerGrains.Cli.Quality;

/// <summary>Where a record ends beside one of a seed.</summary>
internal enum Judgement
{
    /// <summary>One customer.</summary>
    Linked,

    /// <summary>Two customers that are offered for review.</summary>
    Review,

    /// <summary>Two customers.</summary>
    Apart,
}

/// <summary>Records that are known already, to judge others against, each as if it came alone.</summary>
internal sealed class Seed
{
    // Keys only meet inside one process, so any secret will do.
    private static readonly KeyHasher Hasher = new(new byte[KeyHasher.SecretLength]);

    private readonly BatchRecord[] _records;
    private readonly MatchingVariant _variant;
    private readonly ILookup<BlockingKey, int> _recordsAt;
    private readonly int[] _componentOf;
    private readonly ILookup<int, int> _membersOf;

    /// <param name="records">The seed.</param>
    /// <param name="variant">How records are matched; their features must have been read by it.</param>
    public Seed(BatchRecord[] records, MatchingVariant variant)
    {
        (_records, _variant) = (records, variant);
        _recordsAt = records.SelectMany((record, i) => BlockingSchemes.Derive(record.Features, Hasher).Keys.Select(key => (key, i))).ToLookup(pair => pair.key, pair => pair.i);
        _componentOf = BatchResolver.Resolve(records, variant, Hasher).ComponentOf;
        _membersOf = Enumerable.Range(0, records.Length).ToLookup(i => _componentOf[i]);
    }

    /// <summary>Judges a record beside one of the seed.</summary>
    /// <param name="record">The record; it does not become part of the seed.</param>
    /// <param name="expected">Position of the seed record.</param>
    /// <param name="elsewhere">It was linked with another record of the seed, and not with this one.</param>
    /// <remarks>Resolves every seed record that can be touched: those it shares a key with, the expected one, and all they are connected to by links.</remarks>
    public Judgement Judge(BatchRecord record, int expected, out bool elsewhere)
    {
        int[] touched =
        [
            .. BlockingSchemes.Derive(record.Features, Hasher).Keys.SelectMany(key => _recordsAt[key]).Append(expected)
                .Select(i => _componentOf[i]).Distinct().SelectMany(component => _membersOf[component]).Order(),
        ];
        var resolution = BatchResolver.Resolve([.. touched.Select(i => _records[i]), record], _variant, Hasher);
        var own = resolution.CustomerOf[^1];
        var other = resolution.CustomerOf[Array.IndexOf(touched, expected)];
        elsewhere = own != other && Enumerable.Range(0, touched.Length).Any(i => resolution.CustomerOf[i] == own);
        return own == other ? Judgement.Linked
            : resolution.ReviewPairs.Any(pair => (resolution.CustomerOf[pair.A], resolution.CustomerOf[pair.B]) is var (a, b) && ((a == own && b == other) || (a == other && b == own))) ? Judgement.Review
            : Judgement.Apart;
    }
}
