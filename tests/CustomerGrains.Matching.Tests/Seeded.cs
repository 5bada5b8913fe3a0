using System.Globalization;
using Xunit.Sdk;

namespace CustomerGrains.Matching.Tests;

/// <summary>Runs a property many times on seeded random input. A failure names the seed; CG_SEED repeats that one run.</summary>
internal static class Seeded
{
    public static void Run(int runs, Action<Random> property)
    {
        var fixedSeed = Environment.GetEnvironmentVariable("CG_SEED");
        var first = fixedSeed is null ? 1 : int.Parse(fixedSeed, CultureInfo.InvariantCulture);
        for (var seed = first; seed < first + (fixedSeed is null ? runs : 1); seed++)
        {
            try
            {
                property(new Random(seed));
            }
            catch (Exception failure)
            {
                throw new XunitException($"Reproduce with CG_SEED={seed}: {failure.Message}", failure);
            }
        }
    }
}
