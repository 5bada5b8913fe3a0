using CustomerGrains.Index.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Orleans.Storing;

/// <summary>A grain that keeps a state of its own in Orleans' grain storage. It reads, lets a pure function decide, writes, answers.</summary>
/// <remarks>
/// <para>There may be two activations of it for a moment; the storage's version stops the second of two writers, and its unique index the second of two first writers. Whoever lost reads again and decides again.</para>
/// <para>A write that fails otherwise may have landed all the same. Nothing is guessed: the activation goes, and the next one reads what there is. The caller repeats its command under the same
/// operation id, and is answered from the state if it had landed. A storage that cannot be read when the grain is activated shows as Orleans' own <see cref="OrleansException"/>.</para>
/// </remarks>
public abstract partial class StoredGrain<TState>(IPersistentState<TState> storage, ILogger logger) : Grain
    where TState : class, new()
{
    /// <summary>Times a change is decided anew because another activation wrote first.</summary>
    private const int AttemptsMax = 5;

    private bool _isInDoubt;

    /// <summary>What is stored.</summary>
    /// <exception cref="GrainUnavailableException">The storage does not answer.</exception>
    protected async ValueTask<TState> ReadAsync()
    {
        await ReloadIfInDoubtAsync().ConfigureAwait(true);
        return storage.State;
    }

    /// <summary>Makes a change durable.</summary>
    /// <param name="decide">From the state as stored: the state as it shall be, the very same object when nothing is to be written, and the answer. Pure; may be called more than once.</param>
    /// <exception cref="GrainUnavailableException">The outcome is unknown; repeat the command.</exception>
    protected async ValueTask<TOutcome> ChangeAsync<TOutcome>(Func<TState, (TState Next, TOutcome Outcome)> decide)
    {
        for (var attempt = 1; ; attempt++)
        {
            await ReloadIfInDoubtAsync().ConfigureAwait(true);
            var (next, outcome) = decide(storage.State);
            if (ReferenceEquals(next, storage.State))
            {
                return outcome;
            }

            // Until the write has come back, what this activation holds is nothing to go by.
            _isInDoubt = true;
            storage.State = next;
            try
            {
                await storage.WriteStateAsync().ConfigureAwait(true);
                _isInDoubt = false;
                return outcome;
            }
            catch (Exception exception) when (attempt < AttemptsMax && WriteConflicts.IsOne(exception))
            {
                LogConflict(logger, GetType().Name, attempt);
            }
            catch (Exception exception)
            {
                throw GiveUp(exception, "The state could not be written; whether it was is not known.");
            }
        }
    }

    private async ValueTask ReloadIfInDoubtAsync()
    {
        if (!_isInDoubt)
        {
            return;
        }

        try
        {
            await storage.ReadStateAsync().ConfigureAwait(true);
            _isInDoubt = false;
        }
        catch (Exception exception)
        {
            throw GiveUp(exception, "The state could not be read.");
        }
    }

    private GrainUnavailableException GiveUp(Exception exception, string message)
    {
        LogGivenUp(logger, GetType().Name, exception.GetType().Name);
        DeactivateOnIdle();
        return new GrainUnavailableException(message);
    }

    [LoggerMessage(EventId = 1201, Level = LogLevel.Information, Message = "Another activation of a {Kind} wrote first; attempt {Attempt}")]
    private static partial void LogConflict(ILogger logger, string kind, int attempt);

    [LoggerMessage(EventId = 1202, Level = LogLevel.Warning, Message = "The storage of a {Kind} failed with {Fault}; the activation goes and the next one reads again")]
    private static partial void LogGivenUp(ILogger logger, string kind, string fault);
}
