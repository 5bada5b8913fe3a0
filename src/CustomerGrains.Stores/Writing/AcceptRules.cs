using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Stores.Writing;

/// <summary>What the store knows of a record when a request for it arrives.</summary>
/// <param name="Revision">0: only a delete was ever seen of it, so for everybody else it was never seen.</param>
internal readonly record struct AcceptedRow(
    RecordNo No,
    long SourceVersion,
    int Revision,
    bool IsLive,
    long Position,
    UInt128 ContentHash,
    RecordOperations Operations,
    int ResolvedRevision,
    BlockingKeySet Keys,
    BlockingKey[] CrowdedKeys,
    int ReadingVersion);

/// <summary>What a request does to a record: a pure function of the two, so that requests of positive versions end the same in any order.</summary>
internal static class AcceptRules
{
    /// <summary>Sums up what an operation asks for.</summary>
    public static UInt128 Asked(AcceptRequest request) => request.IsDelete ? UInt128.MaxValue : request.ContentHash;

    /// <summary>What is remembered of a request.</summary>
    public static RecordOperation OperationOf(AcceptRequest request, AcceptEffect effect) => new(request.Operation, Asked(request), effect);

    /// <summary>Decides, given that the operation is not known.</summary>
    /// <remarks>Arrival decides when either side has no version. Of one positive version a delete wins over content, and of two contents the larger hash.</remarks>
    public static AcceptEffect Decide(in AcceptedRow row, AcceptRequest request)
    {
        var versioned = request.SourceVersion > 0 && row.SourceVersion > 0;
        var older = versioned && request.SourceVersion < row.SourceVersion;
        var sameVersion = versioned && request.SourceVersion == row.SourceVersion;
        if (row.IsLive)
        {
            if (request.IsDelete)
            {
                return older ? AcceptEffect.Stale : AcceptEffect.Deleted;
            }

            if (request.ContentHash == row.ContentHash)
            {
                return AcceptEffect.Unchanged;
            }

            return older || (sameVersion && request.ContentHash < row.ContentHash) ? AcceptEffect.Stale : AcceptEffect.Updated;
        }

        if (request.IsDelete)
        {
            return AcceptEffect.Absent;
        }

        if (older || sameVersion)
        {
            return AcceptEffect.Stale;
        }

        return row.Revision == 0 ? AcceptEffect.Created : AcceptEffect.Restored;
    }

    /// <summary>Version a record has after a request: the largest seen, so that a request without one never lets an older one back in.</summary>
    public static long VersionAfter(in AcceptedRow row, AcceptRequest request) => Math.Max(row.SourceVersion, request.SourceVersion);

    /// <exception cref="ArgumentException">The request breaks the port's contract.</exception>
    public static void Validate(AcceptRequest request)
    {
        ValidateIdentity(request.Identity);
        if (request.SourceVersion < 0)
        {
            throw new ArgumentException("A source version is 0 or more.");
        }

        if (request.IsDelete && (request.Payload.Length | request.Features.Length | request.Keys.Keys.Length | request.Keys.SearchKeys.Length) != 0)
        {
            throw new ArgumentException("A delete has no content and no keys.");
        }

        ValidateReading(request.ReadingVersion);
        ValidateKeys(request.Keys);
    }

    public static void ValidateReading(int version)
    {
        if (version < 0)
        {
            throw new ArgumentException("A version of reading is 0 or more.");
        }
    }

    public static void ValidateKeys(BlockingKeySet keys)
    {
        RequireAscending(keys.Keys);
        RequireAscending(keys.SearchKeys);
        RequireAscending(keys.ValueKeys);
        foreach (var key in keys.ValueKeys)
        {
            if (Array.BinarySearch(keys.Keys, key) < 0)
            {
                throw new ArgumentException("A value key is none of the blocking keys.");
            }
        }

        var searchKeys = keys.SearchKeys.AsSpan();
        foreach (var key in keys.Keys)
        {
            if (searchKeys.BinarySearch(key) >= 0)
            {
                throw new ArgumentException("A search key is one of the blocking keys.");
            }
        }
    }

    public static void ValidateIdentity(RecordIdentity identity)
    {
        RequireText(identity.Source, RecordIdentity.SourceLengthMax, "source");
        RequireText(identity.RecordId, RecordIdentity.RecordIdLengthMax, "record id");
    }

    private static void RequireText(string? text, int lengthMax, string what)
    {
        if (string.IsNullOrEmpty(text) || text.Length > lengthMax)
        {
            throw new ArgumentException($"A {what} has 1 to {lengthMax} characters.");
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                throw new ArgumentException($"A {what} is well-formed Unicode.");
            }
        }
    }

    private static void RequireAscending(BlockingKey[] keys)
    {
        for (var i = 1; i < keys.Length; i++)
        {
            if (keys[i - 1].CompareTo(keys[i]) >= 0)
            {
                throw new ArgumentException("Keys are ascending and distinct.");
            }
        }
    }
}
