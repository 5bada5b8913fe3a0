using CustomerGrains.Index;
using CustomerGrains.Index.Hosting;
using Orleans.Runtime.Messaging;

namespace CustomerGrains.Orleans.Hosting;

/// <summary>What a call that Orleans could not bring to its end means to the index.</summary>
internal static class GrainFaults
{
    /// <summary>The index's exception for what Orleans threw; null for one that the grain threw itself, which goes to the caller as it is.</summary>
    /// <param name="retryAfter">What an overloaded caller is told to wait.</param>
    public static Exception? Translate(Exception exception, TimeSpan retryAfter) => exception switch
    {
        GrainUnavailableException or OverloadedException or JournalUnavailableException => null,

        // Too many wait at the grain, or the silo sheds load: waiting helps, an immediate repeat does not.
        LimitExceededException or GatewayTooBusyException => new OverloadedException(retryAfter),
        OrleansMessageRejectionException { InnerException: LimitExceededException } => new OverloadedException(retryAfter),

        // The call may have run, may be running, or never came there; and it may be made again.
        TimeoutException or SiloUnavailableException or OrleansMessageRejectionException or ConnectionFailedException or ClientNotAvailableException =>
            new GrainUnavailableException("The call did not come back from its grain.", exception),
        OperationCanceledException or ObjectDisposedException => new GrainUnavailableException("The silo is stopping.", exception),
        OrleansException => new GrainUnavailableException("Orleans could not make the call.", exception),
        _ => null,
    };
}
