using CustomerGrains.Matching.Features;

namespace CustomerGrains.Matching.Blocking;

/// <summary>Values that so many records share that they say nothing of any of them: a switchboard's number, an address typed so that the form goes away, the number of an account that stands
/// for "none".</summary>
/// <remarks>
/// <para>A value is <em>crowded</em> while more live records than the crowd limit have its key, which then brings nobody together. A crowded phone, e-mail address, identifier or website is not read at
/// all: matching sees every one of those records as if it had never given it. A part of an address, a trait or the name of an organisation still counts between records that meet
/// by something else. It is a fact about the set of records and not about their order, and holds in both directions: with one record fewer than that, it is as if there had never been more.</para>
/// <para>Without it, one number in 100,000 records would make most of them one component: of people that share a number, those that share a name are linked, initials and nicknames join names,
/// and possible matches grow with the square.</para>
/// </remarks>
public static class CrowdedValues
{
    /// <summary>Most live records that may share a value, unless a deployment was set up otherwise. Families, shared flats and small companies stay far below it; and as many records may be one
    /// component and still be resolved pair by pair each time one is added.</summary>
    public const int LimitDefault = 200;

    /// <summary>The record without its crowded values; the same object when it has none.</summary>
    /// <param name="features">The record.</param>
    /// <param name="crowded">Crowded keys, ascending; those that the record does not have change nothing.</param>
    /// <param name="hasher">The deployment's secret.</param>
    public static RecordFeatures Without(RecordFeatures features, BlockingKey[] crowded, KeyHasher hasher)
    {
        if (crowded.Length == 0)
        {
            return features;
        }

        return features.With(
            Array.FindAll(features.Phones, phone => Stays(BlockingScheme.Phone, BlockingSchemes.PhoneEnd(phone.Number), default)),
            Array.FindAll(features.Emails, email => Stays(BlockingScheme.Email, email.Local, email.Domain)),
            Array.FindAll(features.Identifiers, identifier => Stays(BlockingScheme.Identifier, identifier.Kind, identifier.Value)),
            Array.FindAll(features.Websites, website => Stays(BlockingScheme.Website, website, default)));

        bool Stays(BlockingScheme scheme, ReadOnlySpan<char> a, ReadOnlySpan<char> b) =>
            Array.BinarySearch(crowded, new BlockingKey(TraitWriter.Hash(hasher, (byte)scheme, a, b, default))) < 0;
    }

    /// <summary>What <see cref="Without"/> takes out, for explanations: the schemes in words, e.g. "phone", each once.</summary>
    public static IReadOnlyList<string> LeftOut(RecordFeatures features, BlockingKey[] crowded, KeyHasher hasher)
    {
        var schemes = new SortedSet<BlockingScheme>();
        foreach (var key in crowded)
        {
            var finder = new KeyFinder(hasher, key);
            BlockingSchemes.Enumerate(features, ref finder);
            if (finder.Scheme is BlockingScheme.Phone or BlockingScheme.Email or BlockingScheme.Identifier or BlockingScheme.Website)
            {
                schemes.Add(finder.Scheme);
            }
        }

        return [.. schemes.Select(scheme => scheme.InWords())];
    }

    /// <summary>Blocking keys of the record as <see cref="Without"/> leaves it, without crowded ones: those by which it is compared.</summary>
    /// <param name="without">The record without its crowded values.</param>
    /// <param name="keys">All its blocking keys, ascending.</param>
    /// <param name="crowded">Crowded keys, ascending.</param>
    /// <param name="hasher">The deployment's secret.</param>
    public static BlockingKey[] KeysWithout(RecordFeatures without, BlockingKey[] keys, BlockingKey[] crowded, KeyHasher hasher)
    {
        if (crowded.Length == 0)
        {
            return keys;
        }

        // A record of very many values has a key beyond the most that are kept only after others are gone; it is not filed under that one.
        return Array.FindAll(BlockingSchemes.Derive(without, hasher).Keys, key => Array.BinarySearch(keys, key) >= 0 && Array.BinarySearch(crowded, key) < 0);
    }
}
