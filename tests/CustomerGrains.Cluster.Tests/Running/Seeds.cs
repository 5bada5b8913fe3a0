using System.Globalization;

namespace CustomerGrains.Cluster.Tests.Running;

/// <summary>The seed that tests begin with.</summary>
internal static class Seeds
{
    /// <summary>Environment variable that decides it.</summary>
    public const string Name = "CGRAINS_SEED";

    /// <summary>1 unless the variable says another.</summary>
    public static int First => int.TryParse(Environment.GetEnvironmentVariable(Name), NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : 1;
}
