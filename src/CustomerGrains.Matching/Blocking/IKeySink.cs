namespace CustomerGrains.Matching.Blocking;

/// <summary>Receives the keys of a record as they are derived: the scheme and the values it is made of. Unused values are empty.</summary>
internal interface IKeySink
{
    void Key(BlockingScheme scheme, ReadOnlySpan<char> a, ReadOnlySpan<char> b = default, ReadOnlySpan<char> c = default);
}

/// <summary>Gathers hashes for <see cref="BlockingKeySet"/>.</summary>
internal struct KeyCollector(KeyHasher hasher) : IKeySink
{
    /// <summary>Most keys of one kind a record is filed under. A record with hundreds of phones is found by the first ones; which they are depends on the record alone.</summary>
    public const int KeysMax = 256;

    private readonly List<BlockingKey> _keys = new(16);
    private readonly List<BlockingKey> _searchKeys = new(16);
    private readonly List<BlockingKey> _valueKeys = new(4);

    public readonly void Key(BlockingScheme scheme, ReadOnlySpan<char> a, ReadOnlySpan<char> b, ReadOnlySpan<char> c)
    {
        var keys = scheme.IsSearchOnly() ? _searchKeys : _keys;
        if (keys.Count < KeysMax)
        {
            var key = new BlockingKey(TraitWriter.Hash(hasher, (byte)scheme, a, b, c));
            keys.Add(key);
            if (scheme.IsSingleValue())
            {
                _valueKeys.Add(key);
            }
        }
    }

    public readonly BlockingKeySet ToSet()
    {
        var keys = Distinct(_keys);
        return new BlockingKeySet(keys, Array.FindAll(Distinct(_searchKeys), key => Array.BinarySearch(keys, key) < 0)) { ValueKeys = Distinct(_valueKeys) };
    }

    private static BlockingKey[] Distinct(List<BlockingKey> keys)
    {
        keys.Sort();
        var count = 0;
        for (var i = 0; i < keys.Count; i++)
        {
            if (count == 0 || keys[count - 1] != keys[i])
            {
                keys[count++] = keys[i];
            }
        }

        return [.. keys[..count]];
    }
}

/// <summary>Finds how a record comes by one key.</summary>
internal struct KeyFinder(KeyHasher hasher, BlockingKey key) : IKeySink
{
    /// <summary>The scheme, or 0 when the record does not have the key.</summary>
    public BlockingScheme Scheme { get; private set; }

    public string A { get; private set; } = "";
    public string B { get; private set; } = "";
    public string C { get; private set; } = "";

    public void Key(BlockingScheme scheme, ReadOnlySpan<char> a, ReadOnlySpan<char> b, ReadOnlySpan<char> c)
    {
        if (Scheme == 0 && TraitWriter.Hash(hasher, (byte)scheme, a, b, c) == key.Value)
        {
            Scheme = scheme;
            A = a.ToString();
            B = b.ToString();
            C = c.ToString();
        }
    }
}

/// <summary>Gathers (hash, scheme) for the comparison of two records.</summary>
internal readonly struct SchemeCollector(KeyHasher hasher) : IKeySink
{
    public Dictionary<ulong, BlockingScheme> Schemes { get; } = [];

    public void Key(BlockingScheme scheme, ReadOnlySpan<char> a, ReadOnlySpan<char> b, ReadOnlySpan<char> c)
    {
        if (!scheme.IsSearchOnly())
        {
            Schemes[TraitWriter.Hash(hasher, (byte)scheme, a, b, c)] = scheme;
        }
    }
}
