using CustomerGrains.Matching.Records;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Importing;

/// <summary>What somebody said of how a source writes what can be read in more than one way, on the command line or in a mapping.</summary>
/// <param name="Region">Two-letter region in capitals; null: not said.</param>
/// <param name="Order">Null: not said.</param>
internal sealed record SaidDefaults(string? Region, Matching.Records.DateOrder? Order)
{
    /// <summary>Nothing is said.</summary>
    public static SaidDefaults None { get; } = new(null, null);

    /// <summary>This, and what another says where this says nothing.</summary>
    public SaidDefaults Or(SaidDefaults? other) => new(Region ?? other?.Region, Order ?? other?.Order);

    /// <summary>With the defaults of the defaults where nothing is said.</summary>
    public SourceDefaults Complete()
    {
        var unsaid = new SourceDefaults();
        return new SourceDefaults { Region = Region ?? unsaid.Region, DateOrder = Order ?? unsaid.DateOrder };
    }

    /// <summary>A source that is registered otherwise.</summary>
    public bool Contradicts(Source registered) =>
        (Region is { } region && region != registered.DefaultRegion) || (Order is { } order && (V1.DateOrder)order != registered.DateOrder);

    /// <summary>E.g. "region GB, day first".</summary>
    public static string Words(string region, V1.DateOrder order) => order switch
    {
        V1.DateOrder.DayFirst => $"region {region}, day first",
        V1.DateOrder.MonthFirst => $"region {region}, month first",
        _ => $"region {region}",
    };
}
