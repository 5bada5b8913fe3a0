using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Matching.Blocking;

/// <summary>Derives what a record is found by.</summary>
public static partial class BlockingSchemes
{
    // Explanations compare two records in one process, so any secret will do.
    private static readonly KeyHasher ExplanationHasher = new(new byte[KeyHasher.SecretLength]);

    /// <summary>The blocking keys and search keys of a record.</summary>
    public static BlockingKeySet Derive(RecordFeatures features, KeyHasher hasher)
    {
        var keys = new KeyCollector(hasher);
        Enumerate(features, ref keys);
        return keys.ToSet();
    }

    /// <summary>Names of the schemes by which both records share a key, in order, for explanations.</summary>
    public static IReadOnlyList<string> SharedSchemes(RecordFeatures a, RecordFeatures b)
    {
        var ofA = new SchemeCollector(ExplanationHasher);
        var ofB = new SchemeCollector(ExplanationHasher);
        Enumerate(a, ref ofA);
        Enumerate(b, ref ofB);
        return [.. ofA.Schemes.Where(key => ofB.Schemes.ContainsKey(key.Key)).Select(key => key.Value).Distinct().Order().Select(scheme => scheme.InWords())];
    }

    /// <summary>Name of the scheme a key of this record belongs to, or null when the record does not have the key.</summary>
    public static string? SchemeOf(RecordFeatures features, BlockingKey key, KeyHasher hasher)
    {
        var finder = new KeyFinder(hasher, key);
        Enumerate(features, ref finder);
        return finder.Scheme == 0 ? null : finder.Scheme.InWords();
    }

    internal static void Enumerate<TSink>(RecordFeatures features, ref TSink sink)
        where TSink : struct, IKeySink
    {
        if (features.Type == RecordType.Property)
        {
            AddProperty(features, ref sink);
        }
        else
        {
            AddContacts(features, ref sink);
            AddNames(features, ref sink);
            AddOrganisation(features, ref sink);
        }

        AddIdentifiers(features, ref sink);
    }
}
