namespace CustomerGrains.Cluster.Tests.Running;

/// <summary>Lets time pass: only where a span of time is itself the fault, or between two looks at something that cannot tell when it changes.</summary>
internal static class Span
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);

    public static async Task OfAsync(TimeSpan span, CancellationToken cancellationToken = default)
    {
        if (span > TimeSpan.Zero)
        {
            using var timer = new PeriodicTimer(span);
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>Looks until what is looked for is so.</summary>
    /// <exception cref="TimeoutException">It did not become so in time.</exception>
    public static async Task UntilAsync(Func<Task<bool>> isSo, TimeSpan most, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            if (TimeProvider.System.GetElapsedTime(started) > most)
            {
                throw new TimeoutException($"{what} took longer than {most}.");
            }

            await OfAsync(LookInterval);
        }
    }
}
