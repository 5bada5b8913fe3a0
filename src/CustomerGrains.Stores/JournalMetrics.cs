using System.Diagnostics.Metrics;

namespace CustomerGrains.Stores;

/// <summary>Measurements of the writer: meter "CustomerGrains.Stores".</summary>
internal sealed class JournalMetrics : IDisposable
{
    private readonly Meter _meter = new("CustomerGrains.Stores");
    private readonly Histogram<int> _writes;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _wait;

    public JournalMetrics()
    {
        _writes = _meter.CreateHistogram(
            "customergrains.journal.commit.writes", "{write}", "Writes that were committed as one transaction; a record takes two, one to accept it and one to resolve it.",
            advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024] });
        _duration = _meter.CreateHistogram("customergrains.journal.commit.duration", "s", "From the beginning of a transaction to its being durable.", advice: Durations());
        _wait = _meter.CreateHistogram("customergrains.journal.queue.duration", "s", "How long a write waited for its transaction to begin.", advice: Durations());
    }

    /// <summary>A write's wait is over.</summary>
    public void Began(TimeSpan waited) => _wait.Record(waited.TotalSeconds);

    /// <summary>A transaction is durable.</summary>
    public void Committed(int writes, TimeSpan duration)
    {
        _writes.Record(writes);
        _duration.Record(duration.TotalSeconds);
    }

    public void Dispose() => _meter.Dispose();

    private static InstrumentAdvice<double> Durations() => new() { HistogramBucketBoundaries = [0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10] };
}
