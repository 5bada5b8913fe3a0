using CustomerGrains.Orleans.Hosting;
using CustomerGrains.Orleans.Storing;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Orleans.Review;

/// <inheritdoc cref="IReviewAssignmentGrain"/>
[GrainType("review")]
public sealed class ReviewAssignmentGrain(
    [PersistentState("review", OrleansHostOptions.StateStorage)] IPersistentState<ReviewState> storage, TimeProvider time, ILogger<ReviewAssignmentGrain> logger)
    : StoredGrain<ReviewState>(storage, logger), IReviewAssignmentGrain
{
    /// <inheritdoc/>
    public async ValueTask<ReviewAssignment?> GetAsync() => (await ReadAsync().ConfigureAwait(true)).HolderAt(time.GetUtcNow());

    /// <inheritdoc/>
    public ValueTask<ReviewAssignment> AssignAsync(AssignReview command)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(command.Assignee);
        var now = time.GetUtcNow();
        return ChangeAsync(state => ReviewState.Assign(state, command, now));
    }

    /// <inheritdoc/>
    public async ValueTask ReleaseAsync(string operationId, string assignee) =>
        await ChangeAsync(state => ReviewState.Release(state, operationId, assignee)).ConfigureAwait(true);
}
