using CustomerGrains.Index.Intake;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.ModelChange;
using CustomerGrains.Matching.Scoring;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Index;

/// <content>The model in force and its change.</content>
public sealed partial class CustomerIndex
{
    private readonly Lock _placing = new();
    private Task _placed = Task.CompletedTask;
    private bool _isStarted;
    private bool _placeAgain;

    /// <inheritdoc/>
    public async Task<ModelView> GetModelAsync(CancellationToken cancellationToken = default)
    {
        var inForce = await _context.Models.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var stored = await _context.Journal.ReadModelAsync(inForce.No, cancellationToken).ConfigureAwait(false);
        var status = await _context.Journal.ReadStatusAsync(cancellationToken).ConfigureAwait(false);
        return new ModelView(stored!, inForce.Model, status.Model == inForce.No ? status.FormerRecords : 0);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredModel>> ListModelsAsync(int countMax, CancellationToken cancellationToken = default) =>
        await _context.Journal.ReadModelsAsync(countMax, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<ApplyModelReply> ApplyModelAsync(ApplyModelCommand command, CancellationToken cancellationToken = default)
    {
        RecordValidator.Require(command);
        var reply = await ModelChanger.ApplyAsync(_context.Journal, command.Model, command.AppliedBy, command.Reason, command.Expected, cancellationToken).ConfigureAwait(false);
        if (reply.Outcome == PutModelOutcome.Applied)
        {
            LogApplied(_logger, reply.InForce!.No.Value, command.Model.Version, reply.InForce.Records);
            PlaceAnew();
        }

        return new ApplyModelReply(reply.Outcome, await GetModelAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public Task<ModelDiffReport> DiffModelAsync(MatchingModel model, int changesMax, Action<long, long>? report = null, CancellationToken cancellationToken = default) =>
        new ModelDiff(_context, model, report, cancellationToken).RunAsync(changesMax);

    /// <summary>Starts to place anew what is placed under a former model, or to do so once more when that is under way. Nothing before <see cref="Start"/>.</summary>
    private void PlaceAnew()
    {
        lock (_placing)
        {
            _placeAgain = _isStarted;
            if (_placeAgain && _placed.IsCompleted)
            {
                _placed = PlaceAnewAsync();
            }
        }
    }

    private async Task PlaceAnewAsync()
    {
        // Not in the turn of whoever asked for it.
        await Task.Yield();
        while (TakePlacing())
        {
            try
            {
                await _modelSweep.RunAsync(_stopping.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception exception)
            {
                // The journal may be away for a while; the next round of the sweep starts this again.
                LogSweepFailed(_logger, exception);
            }
        }
    }

    private bool TakePlacing()
    {
        lock (_placing)
        {
            var again = _placeAgain;
            _placeAgain = false;
            return again;
        }
    }

    [LoggerMessage(EventId = 1110, Level = LogLevel.Information, Message = "Model {Model}, version '{Version}', is in force; {Records} records are to be placed anew")]
    private static partial void LogApplied(ILogger logger, int model, string version, long records);
}
