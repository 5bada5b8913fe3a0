using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Sources;
using CustomerGrains.Stores.Postings;

namespace CustomerGrains.Stores.Writing;

/// <summary>The writes of one transaction, decided one after another: the rules every store shares.</summary>
/// <remarks>Each write sees those before it. One that throws may have changed rows; its transaction is taken back, or what it did is done again without it. What is kept in memory
/// changes when the transaction is durable.</remarks>
internal sealed partial class JournalBatch(JournalDirectory directory, IJournalRows rows, TimeProvider time)
{
    private readonly PendingBatch _pending = new(directory);

    /// <summary>Numbers as the writes so far leave them.</summary>
    public JournalNumbers Numbers { get; private set; } = directory.Numbers;

    /// <summary>Changes of what is kept in memory that the writes so far make.</summary>
    public IReadOnlyList<DirectoryChange> Changes => _pending.Changes;

    /// <summary>Makes what the writes did visible: the transaction is durable.</summary>
    public void MakeVisible() => _pending.Apply(Numbers);

    /// <summary>Forgets what the writes did: the transaction was taken back, or somebody else has made it visible.</summary>
    public void Forget()
    {
        _pending.Clear();
        Numbers = directory.Numbers;
    }

    /// <summary>See <see cref="IJournal.ReserveCustomerNoAsync"/>.</summary>
    /// <remarks>Taken from the sequence of record numbers, so that no record will ever have it.</remarks>
    public CustomerNo ReserveCustomerNo()
    {
        var number = NextNumber();
        rows.InsertReserved(number);
        return new CustomerNo(number);
    }

    /// <summary>See <see cref="ISourceStore.PutSourceAsync"/>.</summary>
    public bool PutSource(Source source)
    {
        var number = rows.SourceNo(source.Name);
        if (rows.DefaultsOf(number) is { } held && held != source.Defaults && LiveRecordsOf(number) > 0)
        {
            throw new SourceInUseException(source.Name);
        }

        rows.PutSource(number, source);
        return true;
    }

    /// <summary>See <see cref="ISourceStore.PutMappingAsync"/>.</summary>
    public bool PutMapping(string source, string mappingJson)
    {
        rows.PutMapping(rows.SourceNo(source), mappingJson);
        return true;
    }

    /// <summary>See <see cref="ISourceStore.DeleteMappingAsync"/>.</summary>
    public bool DeleteMapping(string source) => rows.DeleteMapping(source);

    /// <summary>See <see cref="ISourceStore.GetOrAddSettingAsync"/>.</summary>
    public byte[] GetOrAddSetting(string name, byte[] initial) => rows.GetOrAddSetting(name, initial);

    private long LiveRecordsOf(int source) =>
        directory.LiveRecordsOf(source) + _pending.Changes.OfType<RevisionChange>().Where(change => change.Source == source).Sum(change => change.LiveChange);

    private void CountReviewPairs(int change) => Numbers = Numbers with { ReviewPairs = Numbers.ReviewPairs + change };

    private long NextNumber()
    {
        var number = Numbers.LastNumber + 1;
        if (number > int.MaxValue)
        {
            throw new InvalidOperationException("A store holds at most 2,147,483,647 record numbers, because the directory in memory counts with 32 bits.");
        }

        Numbers = Numbers with { LastNumber = number };
        return number;
    }

    private long NextPosition()
    {
        Numbers = Numbers with { LastPosition = Numbers.LastPosition + 1 };
        return Numbers.LastPosition;
    }
}
