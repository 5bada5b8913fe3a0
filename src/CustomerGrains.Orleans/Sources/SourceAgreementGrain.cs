using CustomerGrains.Orleans.Hosting;
using CustomerGrains.Orleans.Storing;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Orleans.Sources;

/// <inheritdoc cref="ISourceAgreementGrain"/>
[GrainType("source")]
public sealed class SourceAgreementGrain(
    [PersistentState("source", OrleansHostOptions.StateStorage)] IPersistentState<SourceAgreementState> storage, ILogger<SourceAgreementGrain> logger)
    : StoredGrain<SourceAgreementState>(storage, logger), ISourceAgreementGrain
{
    /// <inheritdoc/>
    public async ValueTask<SourceAgreement?> GetAsync() => (await ReadAsync().ConfigureAwait(true)).InForce;

    /// <inheritdoc/>
    public ValueTask<SourceAgreement> AgreeAsync(AgreeSource command)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(command.Agreement.LawfulBasis);
        ArgumentException.ThrowIfNullOrWhiteSpace(command.Agreement.AgreedBy);
        ArgumentOutOfRangeException.ThrowIfNegative(command.Agreement.RetentionDays);
        return ChangeAsync(state => SourceAgreementState.Agree(state, command));
    }
}
