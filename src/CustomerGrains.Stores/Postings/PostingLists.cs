using System.Numerics;

namespace CustomerGrains.Stores.Postings;

/// <summary>Records of keys that have more than one, each list in order of acceptance.</summary>
/// <remarks>
/// <para>There are millions of lists and most have two or three records. As objects they would be what garbage collection spends its time on, so they are blocks of a few large arrays that hold no references;
/// only a list of many records has an array of its own. A block has a power of two of places, and one that a list has grown out of is used for another.</para>
/// <para>A removed record leaves a gap that is closed when half the places are gaps, so that removing one of 100,000 costs a binary search and not a copy.</para>
/// </remarks>
internal sealed class PostingLists(RecordTable records)
{
    private const int PageBits = 16;
    private const int PageLength = 1 << PageBits;
    private const int BlockBitsMax = 10;
    private const int GapsMin = 8;
    private const int Gap = 0;

    private readonly List<int[]> _pages = [];

    // By the binary logarithm of their length.
    private readonly Stack<int>[] _freeBlocks = [.. Enumerable.Range(0, BlockBitsMax + 1).Select(_ => new Stack<int>())];
    private readonly List<int[]?> _large = [];
    private readonly Stack<int> _freeLarge = new();
    private readonly Stack<int> _freeLists = new();

    // The first is no list, so that a number of a list is never 0.
    private Head[] _lists = new Head[1 << 10];
    private int _listsUsed = 1;
    private int _pageUsed = PageLength;

    /// <summary>Makes a list of two records, the earlier first, and answers its number: above 0.</summary>
    public int Make(int first, int second, bool isSearch)
    {
        if (!_freeLists.TryPop(out var list))
        {
            if (_listsUsed == _lists.Length)
            {
                Array.Resize(ref _lists, _lists.Length * 2);
            }

            list = _listsUsed++;
        }

        var block = TakeBlock(1);
        var page = _pages[block >> PageBits];
        page[block & (PageLength - 1)] = first;
        page[(block & (PageLength - 1)) + 1] = second;
        _lists[list] = new Head { Block = block, Bits = 1, IsSearch = isSearch, Used = 2 };
        return list;
    }

    /// <summary>Gives a list up. Its number may be that of another from then on.</summary>
    public void Drop(int list)
    {
        GiveBack(_lists[list]);
        _lists[list] = default;
        _freeLists.Push(list);
    }

    /// <summary>How many records a list has.</summary>
    public int CountOf(int list) => _lists[list].Used - _lists[list].Gaps;

    /// <summary>The key of a list is asked by searches only.</summary>
    public bool IsSearch(int list) => _lists[list].IsSearch;

    /// <summary>Puts a record at the end.</summary>
    public void Append(int list, int record)
    {
        ref var head = ref _lists[list];
        if (head.Used == head.Length)
        {
            Move(ref head, head.Bits + 1);
        }

        PlacesOf(head)[head.Used++] = record;
    }

    /// <summary>Takes a record out, which the table of records still has at the position it was appended at.</summary>
    public void Remove(int list, int record)
    {
        ref var head = ref _lists[list];
        var places = PlacesOf(head);
        places[Find(places[..head.Used], record)] = Gap;
        head.Gaps++;
        while (head.Used > 0 && places[head.Used - 1] == Gap)
        {
            head.Used--;
            head.Gaps--;
        }

        if (head.Gaps > GapsMin && head.Gaps > head.Used / 2)
        {
            CloseGaps(ref head);
        }
    }

    /// <summary>Puts every list in order of position. Needed once, after a scan in another order.</summary>
    public void Sort()
    {
        for (var list = 1; list < _listsUsed; list++)
        {
            ref var head = ref _lists[list];
            if (head.Used > 0)
            {
                CloseGaps(ref head);
                Sort(PlacesOf(head)[..head.Used]);
            }
        }
    }

    /// <summary>The latest record of which <paramref name="accept"/> is true; 0: none.</summary>
    public int Latest<TState>(int list, TState state, Func<TState, int, bool> accept)
    {
        var places = PlacesOf(_lists[list]);
        for (var place = _lists[list].Used - 1; place >= 0; place--)
        {
            if (places[place] != Gap && accept(state, places[place]))
            {
                return places[place];
            }
        }

        return 0;
    }

    /// <summary>Shows all records of a list, in order.</summary>
    public void Visit<TState>(int list, TState state, Action<TState, int> visit)
    {
        foreach (var record in PlacesOf(_lists[list])[.._lists[list].Used])
        {
            if (record != Gap)
            {
                visit(state, record);
            }
        }
    }

    /// <summary>Records in order, from the first, as they are now: the list may not change meanwhile.</summary>
    public IEnumerable<int> InOrder(int list)
    {
        var head = _lists[list];
        var array = ArrayOf(head, out var start);
        for (var place = 0; place < head.Used; place++)
        {
            if (array[start + place] != Gap)
            {
                yield return array[start + place];
            }
        }
    }

    private void CloseGaps(ref Head head)
    {
        if (head.Gaps == 0)
        {
            return;
        }

        var places = PlacesOf(head);
        var used = 0;
        for (var place = 0; place < head.Used; place++)
        {
            if (places[place] != Gap)
            {
                places[used++] = places[place];
            }
        }

        head.Used = used;
        head.Gaps = 0;
        if (head.Length > 16 && head.Used < head.Length / 4)
        {
            Move(ref head, BitsFor(head.Used));
        }
    }

    private void Sort(Span<int> places)
    {
        for (var place = 1; place < places.Length; place++)
        {
            if (records[places[place - 1]].Position > records[places[place]].Position)
            {
                places.Sort((a, b) => records[a].Position.CompareTo(records[b].Position));
                return;
            }
        }
    }

    private int Find(Span<int> places, int record)
    {
        var position = records[record].Position;
        var low = 0;
        var high = places.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var place = middle;
            while (place < high && places[place] == Gap)
            {
                place++;
            }

            if (place == high)
            {
                high = middle;
            }
            else if (places[place] == record)
            {
                return place;
            }
            else if (records[places[place]].Position < position)
            {
                low = place + 1;
            }
            else
            {
                high = middle;
            }
        }

        throw new InvalidOperationException("The postings in memory have lost a record that the store has.");
    }

    private Span<int> PlacesOf(in Head head)
    {
        var array = ArrayOf(head, out var start);
        return array.AsSpan(start, head.Length);
    }

    private int[] ArrayOf(in Head head, out int start)
    {
        if (head.Bits > BlockBitsMax)
        {
            start = 0;
            return _large[head.Block]!;
        }

        start = head.Block & (PageLength - 1);
        return _pages[head.Block >> PageBits];
    }

    /// <summary>Puts what a list has into a block of another length.</summary>
    private void Move(ref Head head, int bits)
    {
        var before = head;
        head.Bits = (byte)bits;
        head.Block = TakeBlock(bits);
        PlacesOf(before)[..head.Used].CopyTo(PlacesOf(head));
        GiveBack(before);
    }

    private int TakeBlock(int bits)
    {
        if (bits > BlockBitsMax)
        {
            var places = new int[1 << bits];
            if (_freeLarge.TryPop(out var number))
            {
                _large[number] = places;
                return number;
            }

            _large.Add(places);
            return _large.Count - 1;
        }

        if (_freeBlocks[bits].TryPop(out var free))
        {
            return free;
        }

        if (_pageUsed + (1 << bits) > PageLength)
        {
            // What is left of the page is of use to shorter lists.
            for (var left = PageLength - _pageUsed; left > 1; left = PageLength - _pageUsed)
            {
                var fitting = BitOperations.Log2((uint)left);
                _freeBlocks[fitting].Push(((_pages.Count - 1) << PageBits) + _pageUsed);
                _pageUsed += 1 << fitting;
            }

            _pages.Add(new int[PageLength]);
            _pageUsed = 0;
        }

        var block = ((_pages.Count - 1) << PageBits) + _pageUsed;
        _pageUsed += 1 << bits;
        return block;
    }

    private void GiveBack(in Head head)
    {
        if (head.Bits > BlockBitsMax)
        {
            _large[head.Block] = null;
            _freeLarge.Push(head.Block);
        }
        else
        {
            _freeBlocks[head.Bits].Push(head.Block);
        }
    }

    private static int BitsFor(int count) => Math.Max(1, BitOperations.Log2((uint)Math.Max(1, count - 1)) + 1);

    /// <summary>Where a list is and how full.</summary>
    private struct Head
    {
        /// <summary>First place of its block among all pages; where the list is large, number of its array.</summary>
        public int Block;

        /// <summary>Places up to the last record, gaps among them.</summary>
        public int Used;

        public int Gaps;

        /// <summary>Binary logarithm of how many places there are.</summary>
        public byte Bits;

        public bool IsSearch;

        public readonly int Length => 1 << Bits;
    }
}
