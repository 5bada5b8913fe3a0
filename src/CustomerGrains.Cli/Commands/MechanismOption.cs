using System.CommandLine;
using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Cli.Commands;

/// <summary>The option that switches mechanisms of matching off, shared by the commands that measure.</summary>
internal static class MechanismOption
{
    public static Option<string[]> Create()
    {
        var without = new Option<string[]>("--without")
        {
            Description = $"Switch mechanisms off, to see what they are worth: {string.Join(", ", Mechanism.All.Select(mechanism => mechanism.Name))}.",
            AllowMultipleArgumentsPerToken = true,
        };
        return without.AcceptOnlyFromAmong([.. Mechanism.All.Select(mechanism => mechanism.Name)]);
    }

    /// <summary>The model without the named mechanisms.</summary>
    public static MatchingVariant Variant(MatchingModel model, string[]? without) =>
        Mechanism.All.Where(mechanism => without?.Contains(mechanism.Name) == true).Aggregate(new MatchingVariant(model), (variant, mechanism) => mechanism.SwitchOff(variant));
}
