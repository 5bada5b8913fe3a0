using System.Numerics;
using System.Runtime.CompilerServices;
using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Stores.Postings;

/// <summary>Key to postings, in memory. The truth is each record's key lists in the store; this is rebuilt from them at start.</summary>
/// <remarks>Most keys have one record. Such a posting is its slot: 12 bytes. A second record turns it into one of the <see cref="PostingLists"/>.
/// Open addressing with linear probing; a removal moves later slots back, so no slot is ever spent on a key that is gone.</remarks>
internal sealed class PostingTable(RecordTable records)
{
    private const int SlotsMin = 1 << 10;

    // At most so many are made ahead for a record, fewer than a million records of a made-up town need: what is made ahead is to be filled.
    private const int SlotsPerRecordExpected = 16;

    private readonly PostingLists _lists = new(records);
    private ulong[] _keys = new ulong[SlotsMin];

    // 0: empty slot. Above: the one record. Below: the negated number of the list.
    private int[] _values = new int[SlotsMin];
    private int _shift = 64 - 10;
    private int _count;

    /// <summary>Keys with at least one posting.</summary>
    public int Count => _count;

    /// <summary>Makes room for the keys of so many records, before any is added: growing to it step by step would move each key several times.</summary>
    public void Expect(long records)
    {
        var slots = (int)Math.Min(BitOperations.RoundUpToPowerOf2((ulong)Math.Max(1, records * SlotsPerRecordExpected)) / 2, 1 << 30);
        if (_count == 0 && slots > _keys.Length)
        {
            _keys = new ulong[slots];
            _values = new int[slots];
            _shift = 64 - BitOperations.Log2((uint)slots);
        }
    }

    public void Add(BlockingKey key, int record, bool isSearch)
    {
        if (_count >= _keys.Length / 4 * 3)
        {
            Grow();
        }

        var slot = Slot(key.Value);
        var value = _values[slot];
        if (value == 0)
        {
            _keys[slot] = key.Value;
            _values[slot] = record;
            _count++;
        }
        else if (value > 0)
        {
            _values[slot] = -_lists.Make(value, record, isSearch);
        }
        else
        {
            _lists.Append(-value, record);
        }
    }

    /// <summary>Looks at the places of keys that are going to be added.</summary>
    /// <remarks>They are all over memory, and each <see cref="Add"/> waits for its own. Looks that do not depend on each other are fetched side by side, so that what is added next is near the processor already.</remarks>
    /// <returns>Of no meaning: it keeps the looks from being left out.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int LookAhead(ReadOnlySpan<BlockingKey> keys)
    {
        var seen = 0;
        foreach (var key in keys)
        {
            var slot = Home(key.Value);
            seen += _values[slot] + (int)_keys[slot];
        }

        foreach (var key in keys)
        {
            var value = _values[Home(key.Value)];
            seen += value < 0 ? _lists.CountOf(-value) : 0;
        }

        return seen;
    }

    public void Remove(BlockingKey key, int record)
    {
        var slot = Slot(key.Value);
        var value = _values[slot];
        if (value < 0)
        {
            _lists.Remove(-value, record);
            if (_lists.CountOf(-value) == 1)
            {
                _values[slot] = _lists.Latest(-value, 0, (_, _) => true);
                _lists.Drop(-value);
            }
        }
        else if (value == record)
        {
            Empty(slot);
            _count--;
        }
        else
        {
            throw new InvalidOperationException("The postings in memory have lost a key that the store has.");
        }
    }

    public int CountOf(BlockingKey key) => _values[Slot(key.Value)] switch
    {
        0 => 0,
        > 0 => 1,
        var list => _lists.CountOf(-list),
    };

    /// <summary>Records of a key in order of acceptance.</summary>
    public IEnumerable<int> RecordsOf(BlockingKey key) => _values[Slot(key.Value)] switch
    {
        0 => [],
        > 0 and var record => [record],
        var list => _lists.InOrder(-list),
    };

    /// <summary>Shows all records of a key.</summary>
    public void Visit<TState>(BlockingKey key, TState state, Action<TState, int> visit)
    {
        var value = _values[Slot(key.Value)];
        if (value > 0)
        {
            visit(state, value);
        }
        else if (value < 0)
        {
            _lists.Visit(-value, state, visit);
        }
    }

    /// <summary>The latest record of a key of which <paramref name="accept"/> is true; 0: none.</summary>
    public int Latest<TState>(BlockingKey key, TState state, Func<TState, int, bool> accept)
    {
        var value = _values[Slot(key.Value)];
        return value switch
        {
            0 => 0,
            > 0 => accept(state, value) ? value : 0,
            _ => _lists.Latest(-value, state, accept),
        };
    }

    /// <summary>Blocking keys (no search keys) with at least so many postings, at least two.</summary>
    public IEnumerable<(BlockingKey Key, int Count)> Largest(int countMin)
    {
        for (var slot = 0; slot < _values.Length; slot++)
        {
            if (_values[slot] < 0 && !_lists.IsSearch(-_values[slot]) && _lists.CountOf(-_values[slot]) >= countMin)
            {
                yield return (new BlockingKey(_keys[slot]), _lists.CountOf(-_values[slot]));
            }
        }
    }

    /// <summary>Puts every list in order of acceptance after a scan in another order.</summary>
    public void Sort() => _lists.Sort();

    private int Home(ulong key) => (int)((key * 0x9E3779B97F4A7C15UL) >> _shift);

    private int Slot(ulong key)
    {
        var mask = _keys.Length - 1;
        var slot = Home(key);
        while (_values[slot] != 0 && _keys[slot] != key)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private void Empty(int slot)
    {
        var mask = _keys.Length - 1;
        var next = slot;
        while (true)
        {
            next = (next + 1) & mask;
            if (_values[next] == 0)
            {
                break;
            }

            // A slot may move back to the gap unless that lies before its home.
            if (((next - Home(_keys[next])) & mask) >= ((next - slot) & mask))
            {
                _keys[slot] = _keys[next];
                _values[slot] = _values[next];
                slot = next;
            }
        }

        _values[slot] = 0;
    }

    private void Grow()
    {
        var keys = _keys;
        var values = _values;
        _keys = new ulong[keys.Length * 2];
        _values = new int[keys.Length * 2];
        _shift--;
        for (var slot = 0; slot < keys.Length; slot++)
        {
            if (values[slot] != 0)
            {
                var free = Slot(keys[slot]);
                _keys[free] = keys[slot];
                _values[free] = values[slot];
            }
        }
    }
}
