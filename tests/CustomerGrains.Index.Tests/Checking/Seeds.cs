using System.Globalization;

namespace CustomerGrains.Index.Tests.Checking;

/// <summary>Seeds of random tests. CG_SEED replays one; CG_SCHEDULES sets how many are tried.</summary>
public static class Seeds
{
    public static IEnumerable<int> First(int count)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("CG_SEED"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var seed))
        {
            return [seed];
        }

        return Enumerable.Range(1, Count(count));
    }

    /// <summary>How many are tried.</summary>
    public static int Count(int count) =>
        int.TryParse(Environment.GetEnvironmentVariable("CG_SCHEDULES"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var asked) ? asked : count;
}
