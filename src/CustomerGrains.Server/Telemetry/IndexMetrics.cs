using System.Diagnostics.Metrics;
using CustomerGrains.Index;
using CustomerGrains.Server.Health;

namespace CustomerGrains.Server.Telemetry;

/// <summary>How the whole index is doing, looked at from time to time: meter "CustomerGrains.Server". Silos of one cluster say the same numbers; a view of all takes their maximum.</summary>
internal sealed class IndexMetrics : BackgroundService
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(10);

    private readonly Meter _meter = new("CustomerGrains.Server");
    private readonly ServerHealth _health;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _time;
    private volatile IndexStatus? _status;

    public IndexMetrics(ServerHealth health, IHostApplicationLifetime lifetime, TimeProvider time)
    {
        (_health, _lifetime, _time) = (health, lifetime, time);
        _meter.CreateObservableGauge("customergrains.ready", () => _status is null ? 0 : 1, description: "1 while the server is started, not stopping, and its store answers.");
        Gauge("records", "{record}", "Live records.", status => status.Journal.LiveRecords);
        Gauge("customers", "{customer}", "Live customers.", status => status.Journal.LiveCustomers);
        Gauge("backlog", "{item}", "Records and decisions that are durable and not yet resolved.", status => status.Backlog);
        Gauge("review_pairs", "{pair}", "Possible matches that wait for a person.", status => status.Journal.ReviewPairs);
        Gauge("former_records", "{record}", "Records still placed under a former model.", status => status.Journal.FormerRecords);
        Gauge("older_readings", "{record}", "Records that an earlier version read and that are yet to be read anew.", status => status.Journal.OlderReadings);
        Gauge("last_event", "{event}", "Sequence of the last event.", status => status.Journal.LastEvent);
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = _lifetime.ApplicationStarted.Register(started.SetResult);
        using var timer = new PeriodicTimer(LookInterval, _time);
        try
        {
            await started.Task.WaitAsync(stoppingToken).ConfigureAwait(false);
            do
            {
                // A store that does not answer has no numbers; old ones would look like new.
                _status = await _health.LookAsync(stoppingToken).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            _status = null;
        }
    }

    private void Gauge(string name, string unit, string description, Func<IndexStatus, long> read) => _meter.CreateObservableGauge(
        $"customergrains.index.{name}", () => _status is { } status ? [new Measurement<long>(read(status))] : Array.Empty<Measurement<long>>(), unit, description);
}
