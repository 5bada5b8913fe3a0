namespace CustomerGrains.Matching.Records;

/// <summary>How a source writes what can be read in more than one way.</summary>
public sealed record SourceDefaults
{
    /// <summary>Two-letter region that phones and addresses are read in when they do not say. Default: "GB".</summary>
    public string Region { get; init; } = "GB";

    /// <summary>How ambiguous dates are written. Default: <see cref="DateOrder.Unknown"/>, which keeps 03/04/1970 ambiguous.</summary>
    public DateOrder DateOrder { get; init; }
}

/// <summary>Order of day and month in all-numeric dates.</summary>
public enum DateOrder : byte
{
    Unknown = 0,
    DayFirst = 1,
    MonthFirst = 2,
}
