using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.Writing;

/// <summary>An operation on a record, as it is remembered.</summary>
/// <param name="Id">Hash of the caller's operation id; 0: it had none.</param>
/// <param name="Asked">Sums up what it asked for, see <see cref="AcceptRules.Asked"/>.</param>
/// <param name="Effect">What it was answered.</param>
internal readonly record struct RecordOperation(ulong Id, UInt128 Asked, AcceptEffect Effect);

/// <summary>The latest operations on a record. One of them that is delivered again, however late, is answered as it was and not done again.</summary>
/// <param name="Latest">The last one; without id when what was done last had none.</param>
/// <param name="Earlier">Those with an id before it, the later ones first. Empty for a record that was sent once, so that remembering costs the usual record nothing.</param>
internal readonly record struct RecordOperations(RecordOperation Latest, RecordOperation[] Earlier)
{
    /// <summary>Most operations with an id that a record remembers. A repeat of an older one is taken for a new operation.</summary>
    public const int CountMax = 8;

    /// <summary>Finds an operation by its id, which is not 0.</summary>
    public bool TryFind(ulong id, out RecordOperation operation)
    {
        if (Latest.Id == id)
        {
            operation = Latest;
            return true;
        }

        var place = Array.FindIndex(Earlier, earlier => earlier.Id == id);
        operation = place < 0 ? default : Earlier[place];
        return place >= 0;
    }

    /// <summary>What is remembered after one more operation.</summary>
    public RecordOperations With(RecordOperation next)
    {
        if (Latest.Id == 0)
        {
            return new RecordOperations(next, Room(Earlier, next));
        }

        // A server of before they were remembered, running beside this one while a store is upgraded, may have done one of the earlier ones again.
        var latest = Latest.Id;
        return new RecordOperations(next, Room([Latest, .. Earlier.Where(earlier => earlier.Id != latest)], next));
    }

    private static RecordOperation[] Room(RecordOperation[] earlier, RecordOperation next)
    {
        var room = next.Id == 0 ? CountMax : CountMax - 1;
        return earlier.Length <= room ? earlier : earlier[..room];
    }
}
