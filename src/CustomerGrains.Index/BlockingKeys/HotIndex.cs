using CustomerGrains.Index.Journal;

namespace CustomerGrains.Index.BlockingKeys;

/// <summary>Entries of a hot key by their secondary traits.</summary>
/// <remarks>
/// <para>A key is only split when every pair that shares it and no secondary trait stays below the review threshold, so looking only at records that share one leaves out nothing that would have been
/// answered.</para>
/// <para>A record has a hundred traits and more, so a posting is twelve bytes of an array and no object: the place of its record, 32 bits of the trait, and the next posting of the bucket. Traits are
/// hashes; two that agree in what is kept of them cost a comparison and nothing else. The traits of a record are not kept by record: one that leaves is crossed out, and its postings go when more
/// records have left than are there.</para>
/// </remarks>
internal sealed class HotIndex
{
    private const int ChunkBits = 12;
    private const int PlacesMin = 64;

    private readonly Dictionary<RecordNo, int> _placeOf = [];

    // Per place: the revision, none when it has left; and the number of the question that found it last, so that a record is answered once.
    private readonly List<RecordRevision> _records = [];
    private readonly List<int> _foundBy = [];

    // In chunks, so that growth copies nothing and leaves little room unused.
    private readonly List<Posting[]> _chunks = [];
    private int _postings;

    // Place of the first posting of each bucket, counted from one; 0: none. Their number is a power of two.
    private int[] _buckets = new int[1 << ChunkBits];
    private int _question;

    /// <summary>Records that are filed.</summary>
    public int Count => _placeOf.Count;

    /// <summary>This very revision is filed.</summary>
    public bool Has(RecordRevision record) => _placeOf.TryGetValue(record.No, out var place) && _records[place] == record;

    /// <summary>Files a revision under its traits, in place of the one filed for the record before.</summary>
    public void Set(RecordRevision record, ulong[] traits)
    {
        Remove(record.No);
        var place = _records.Count;
        _records.Add(record);
        _foundBy.Add(0);
        _placeOf.Add(record.No, place);
        foreach (var trait in traits)
        {
            Add(Kept(trait), place);
        }
    }

    /// <summary>Takes a record out.</summary>
    public void Remove(RecordNo record)
    {
        if (_placeOf.Remove(record, out var place))
        {
            _records[place] = default;
            if (_records.Count > PlacesMin && _placeOf.Count < _records.Count / 2)
            {
                CloseGaps();
            }
        }
    }

    /// <summary>Adds the revisions of other records that share one of the traits to what was found, each once, in no order that means anything.</summary>
    public void AddSharing(ulong[] traits, RecordNo except, List<RecordRevision> found)
    {
        _question++;
        foreach (var trait in traits)
        {
            var kept = Kept(trait);
            for (var next = _buckets[BucketOf(kept)]; next != 0;)
            {
                var posting = PostingAt(next - 1);
                next = posting.Next;
                if (posting.Trait == kept && _foundBy[posting.Place] != _question && !_records[posting.Place].No.IsNone && _records[posting.Place].No != except)
                {
                    _foundBy[posting.Place] = _question;
                    found.Add(_records[posting.Place]);
                }
            }
        }
    }

    private static uint Kept(ulong trait) => (uint)(trait ^ (trait >> 32));

    private int BucketOf(uint trait) => (int)(trait & (uint)(_buckets.Length - 1));

    private ref Posting PostingAt(int index) => ref _chunks[index >> ChunkBits][index & ((1 << ChunkBits) - 1)];

    private void Add(uint trait, int place)
    {
        if (_postings == _chunks.Count << ChunkBits)
        {
            _chunks.Add(new Posting[1 << ChunkBits]);
        }

        if (_postings >= 2 * _buckets.Length)
        {
            GrowBuckets();
        }

        PostingAt(_postings++) = new Posting { Trait = trait, Place = place };
        Chain(_postings - 1);
    }

    private void Chain(int index)
    {
        ref var posting = ref PostingAt(index);
        ref var first = ref _buckets[BucketOf(posting.Trait)];
        posting.Next = first;
        first = index + 1;
    }

    private void GrowBuckets()
    {
        _buckets = new int[2 * _buckets.Length];
        for (var index = 0; index < _postings; index++)
        {
            Chain(index);
        }
    }

    private void CloseGaps()
    {
        var newPlaces = new int[_records.Count];
        var records = _records.ToArray();
        _records.Clear();
        _foundBy.Clear();
        for (var place = 0; place < records.Length; place++)
        {
            newPlaces[place] = records[place].No.IsNone ? -1 : _records.Count;
            if (!records[place].No.IsNone)
            {
                _placeOf[records[place].No] = _records.Count;
                _records.Add(records[place]);
                _foundBy.Add(0);
            }
        }

        var before = _postings;
        _postings = 0;
        _buckets = new int[1 << ChunkBits];
        for (var index = 0; index < before; index++)
        {
            // What is written is never ahead of what is read.
            var posting = PostingAt(index);
            if (newPlaces[posting.Place] >= 0)
            {
                Add(posting.Trait, newPlaces[posting.Place]);
            }
        }

        var chunks = (_postings + (1 << ChunkBits) - 1) >> ChunkBits;
        _chunks.RemoveRange(chunks, _chunks.Count - chunks);
    }

    private struct Posting
    {
        public uint Trait;
        public int Place;

        /// <summary>The next posting of the bucket, counted from one; 0: none.</summary>
        public int Next;
    }
}
