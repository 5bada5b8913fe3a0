using System.Diagnostics.Metrics;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Server.Telemetry;

/// <summary>Measurements of the doors: meter "CustomerGrains.Server". Tags are names of methods, effects and causes; never values.</summary>
internal sealed class ServerMetrics : IDisposable
{
    private static readonly KeyValuePair<string, object?>[] Effects =
        [.. Enum.GetValues<Effect>().Select(effect => new KeyValuePair<string, object?>("effect", effect.ToString().ToLowerInvariant()))];

    private readonly Meter _meter = new("CustomerGrains.Server");
    private readonly Counter<long> _records;
    private readonly Counter<long> _refused;
    private readonly Histogram<double> _acknowledgement;
    private readonly UpDownCounter<long> _inFlight;
    private readonly UpDownCounter<long> _streams;
    private readonly Histogram<double> _calls;

    public ServerMetrics()
    {
        _records = _meter.CreateCounter<long>("customergrains.records", "{record}", "Records answered, by effect.");
        _refused = _meter.CreateCounter<long>("customergrains.records.refused", "{record}", "Records refused, by status.");
        _acknowledgement = _meter.CreateHistogram(
            "customergrains.acknowledgement.duration", "s", "From reading a record to having its answer, durable and resolved.", advice: Buckets());
        _inFlight = _meter.CreateUpDownCounter<long>("customergrains.ingest.in_flight", "{record}", "Records read and not answered.");
        _streams = _meter.CreateUpDownCounter<long>("customergrains.ingest.streams", "{stream}", "Ingest streams open.");
        _calls = _meter.CreateHistogram("customergrains.call.duration", "s", "Calls, by method, door and status.", advice: Buckets());
    }

    public void RecordBegan() => _inFlight.Add(1);

    public void RecordTaken(Effect effect, TimeSpan duration)
    {
        _inFlight.Add(-1);
        _records.Add(1, Effects[(int)effect]);
        _acknowledgement.Record(duration.TotalSeconds);
    }

    public void RecordRefused(StatusCode status)
    {
        _inFlight.Add(-1);
        _refused.Add(1, new KeyValuePair<string, object?>("status", status.ToString()));
    }

    public void StreamOpened() => _streams.Add(1);

    public void StreamClosed() => _streams.Add(-1);

    public void CallEnded(string method, string door, StatusCode status, TimeSpan duration) => _calls.Record(
        duration.TotalSeconds,
        new KeyValuePair<string, object?>("method", method),
        new KeyValuePair<string, object?>("door", door),
        new KeyValuePair<string, object?>("status", status.ToString()));

    public void Dispose() => _meter.Dispose();

    private static InstrumentAdvice<double> Buckets() =>
        new() { HistogramBucketBoundaries = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10] };
}
