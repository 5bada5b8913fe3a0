using CustomerGrains.Stores.Postings;

namespace CustomerGrains.Stores.PostgreSql.Following;

/// <summary>This process's copy of the directory, and the batch it has followed the log to.</summary>
/// <remarks>Batches are applied in order and once each, whoever brings them: the writer its own, readers and the writer those of other processes.</remarks>
internal sealed class DirectoryFollower
{
    private readonly Lock _lock = new();
    private JournalDirectory _directory = new();
    private long _sequence = -1;

    public JournalDirectory Directory => Volatile.Read(ref _directory);

    /// <summary>Last batch the directory has; -1: nothing was loaded yet.</summary>
    public long Sequence
    {
        get
        {
            lock (_lock)
            {
                return _sequence;
            }
        }
    }

    /// <summary>Takes over a directory that was read from the records, unless the present one is as new.</summary>
    public void Replace(JournalDirectory directory, long sequence)
    {
        lock (_lock)
        {
            if (sequence > _sequence)
            {
                Volatile.Write(ref _directory, directory);
                _sequence = sequence;
            }
        }
    }

    /// <summary>Makes this process's own batch visible, unless a reader has met it in the log already.</summary>
    public void Apply(long sequence, IReadOnlyList<DirectoryChange> changes, JournalNumbers numbers)
    {
        lock (_lock)
        {
            if (sequence == _sequence + 1)
            {
                _directory.Apply(changes, numbers);
                _sequence = sequence;
            }
        }
    }

    /// <summary>Follows the log up to a head.</summary>
    /// <param name="rows">Rows of the log in order, up to the head's.</param>
    /// <returns>False: rows that are needed are gone, the directory must be read from the records.</returns>
    public bool Follow(in JournalHead head, IReadOnlyList<(long Sequence, byte[] Changes)> rows)
    {
        lock (_lock)
        {
            if (_sequence >= head.Sequence)
            {
                return true;
            }

            var changes = new List<DirectoryChange>();
            var next = _sequence + 1;
            foreach (var (sequence, column) in rows)
            {
                if (sequence == next && sequence <= head.Sequence)
                {
                    LogEncoding.AddTo(changes, column);
                    next++;
                }
            }

            if (_sequence < 0 || next <= head.Sequence)
            {
                return false;
            }

            _directory.Apply(changes, head.Numbers);
            _sequence = head.Sequence;
            return true;
        }
    }
}
