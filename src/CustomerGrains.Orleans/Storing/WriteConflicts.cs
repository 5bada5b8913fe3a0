using System.Data.Common;
using Orleans.Storage;

namespace CustomerGrains.Orleans.Storing;

/// <summary>Tells a write that lost against another activation from one that failed.</summary>
internal static class WriteConflicts
{
    private const string UniqueViolation = "23505";

    /// <summary>Another activation wrote first: a later version, or the row itself.</summary>
    /// <remarks>Of two first writes the unique index lets one in. The other comes back as the driver's exception, not as Orleans' own, which is why Orleans would not notice.</remarks>
    public static bool IsOne(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is InconsistentStateException or DbException { SqlState: UniqueViolation })
            {
                return true;
            }
        }

        return false;
    }
}
