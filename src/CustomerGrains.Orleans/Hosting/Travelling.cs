using CustomerGrains.Index;

namespace CustomerGrains.Orleans.Hosting;

/// <summary>Exceptions as they may leave a silo.</summary>
/// <remarks>The cause of an exception of the index is often one of a driver, which Orleans does not send: the caller would be told that a codec is missing, and take a database that is away for a fault of the index.</remarks>
internal static class Travelling
{
    /// <summary>Runs a grain's call; that the journal is away is told without the cause, which the journal has logged.</summary>
    public static async ValueTask<TReply> AsTravellerAsync<TReply>(this ValueTask<TReply> call)
    {
        try
        {
            return await call.ConfigureAwait(false);
        }
        catch (JournalUnavailableException away) when (away.InnerException is not null)
        {
            throw new JournalUnavailableException(away.Message);
        }
    }
}
