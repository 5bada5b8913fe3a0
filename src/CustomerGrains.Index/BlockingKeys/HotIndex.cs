using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Index.BlockingKeys;

/// <summary>Entries of a hot key by their secondary traits.</summary>
/// <remarks>The model is refused at load unless every pair that shares this key and no secondary trait stays below the review threshold, so looking
/// only at records that share one leaves out nothing that would have been answered.</remarks>
internal sealed class HotIndex(BlockingKey key, KeyHasher hasher)
{
    private readonly Dictionary<ulong, HashSet<RecordNo>> _byTrait = [];
    private readonly Dictionary<RecordNo, ulong[]> _traits = [];

    public void Set(RecordEntry entry)
    {
        Remove(entry.Revision.No);
        var traits = TraitsOf(entry);
        _traits[entry.Revision.No] = traits;
        foreach (var trait in traits)
        {
            if (!_byTrait.TryGetValue(trait, out var records))
            {
                _byTrait[trait] = records = [];
            }

            records.Add(entry.Revision.No);
        }
    }

    public void Remove(RecordNo no)
    {
        if (!_traits.Remove(no, out var traits))
        {
            return;
        }

        foreach (var trait in traits)
        {
            if (_byTrait.TryGetValue(trait, out var records) && records.Remove(no) && records.Count == 0)
            {
                _byTrait.Remove(trait);
            }
        }
    }

    /// <summary>Records that share a secondary trait with the entry.</summary>
    public HashSet<RecordNo> SharingTraitWith(RecordEntry entry)
    {
        var sharing = new HashSet<RecordNo>();
        foreach (var trait in TraitsOf(entry))
        {
            if (_byTrait.TryGetValue(trait, out var records))
            {
                sharing.UnionWith(records);
            }
        }

        return sharing;
    }

    private ulong[] TraitsOf(RecordEntry entry) => BlockingSchemes.SecondaryTraits(entry.Features, key, hasher);
}
