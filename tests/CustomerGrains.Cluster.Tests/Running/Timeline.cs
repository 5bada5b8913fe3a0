using System.Globalization;

namespace CustomerGrains.Cluster.Tests.Running;

/// <summary>When what happened in a run, for whoever reads a failure: seconds since its start, one line each.</summary>
internal sealed class Timeline(string folder)
{
    private readonly Lock _gate = new();
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private readonly string _file = Path.Combine(folder, "timeline.txt");

    public TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(_started);

    public void Note(string what)
    {
        lock (_gate)
        {
            File.AppendAllText(_file, string.Create(CultureInfo.InvariantCulture, $"{Elapsed.TotalSeconds,7:0.000} {what}\n"));
        }
    }
}
