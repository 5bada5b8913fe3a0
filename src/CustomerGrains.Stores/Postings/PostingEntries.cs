namespace CustomerGrains.Stores.Postings;

/// <summary>Records of one key in order of acceptance, for keys that have more than one.</summary>
/// <remarks>A removed record leaves a gap that is closed when half the places are gaps, so that removing one of 100,000 costs a binary search and not a copy.</remarks>
internal sealed class PostingEntries(bool isSearch)
{
    private const int GapsMin = 8;
    private const int Gap = 0;

    private int[] _places = new int[2];
    private int _used;
    private int _gaps;

    /// <summary>The key is asked by searches only.</summary>
    public bool IsSearch { get; } = isSearch;

    public int Count => _used - _gaps;

    public void Append(int record)
    {
        if (_used == _places.Length)
        {
            Array.Resize(ref _places, _used < 16 ? _used * 2 : _used + (_used / 2));
        }

        _places[_used++] = record;
    }

    /// <summary>Takes a record out.</summary>
    /// <param name="records">Still holds the position the record was appended at.</param>
    public void Remove(int record, RecordTable records)
    {
        _places[Find(record, records)] = Gap;
        _gaps++;
        while (_used > 0 && _places[_used - 1] == Gap)
        {
            _used--;
            _gaps--;
        }

        if (_gaps > GapsMin && _gaps > _used / 2)
        {
            CloseGaps();
        }
    }

    /// <summary>Puts the places in order of position. Needed once, after a scan in another order.</summary>
    public void Sort(RecordTable records)
    {
        CloseGaps();
        _places.AsSpan(0, _used).Sort((a, b) => records[a].Position.CompareTo(records[b].Position));
    }

    /// <summary>The latest record of which <paramref name="accept"/> is true; 0: none.</summary>
    public int Latest<TState>(TState state, Func<TState, int, bool> accept)
    {
        for (var place = _used - 1; place >= 0; place--)
        {
            if (_places[place] != Gap && accept(state, _places[place]))
            {
                return _places[place];
            }
        }

        return 0;
    }

    /// <summary>Records in order, from the first.</summary>
    public IEnumerable<int> InOrder()
    {
        for (var place = 0; place < _used; place++)
        {
            if (_places[place] != Gap)
            {
                yield return _places[place];
            }
        }
    }

    private int Find(int record, RecordTable records)
    {
        var position = records[record].Position;
        var low = 0;
        var high = _used;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var place = middle;
            while (place < high && _places[place] == Gap)
            {
                place++;
            }

            if (place == high)
            {
                high = middle;
            }
            else if (_places[place] == record)
            {
                return place;
            }
            else if (records[_places[place]].Position < position)
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

    private void CloseGaps()
    {
        var used = 0;
        for (var place = 0; place < _used; place++)
        {
            if (_places[place] != Gap)
            {
                _places[used++] = _places[place];
            }
        }

        _used = used;
        _gaps = 0;
        if (_places.Length > 16 && _used < _places.Length / 4)
        {
            Array.Resize(ref _places, Math.Max(2, _used));
        }
    }
}
