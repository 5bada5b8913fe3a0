using System.CommandLine;
using CustomerGrains.Cli.Importing;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cli.Commands;

/// <summary>The options that say how a source writes what can be read in more than one way.</summary>
internal sealed class SourceDefaultsOptions
{
    private readonly Option<string?> _region;
    private readonly Option<string?> _dateOrder;

    /// <param name="regionDefault">What holds without <c>--region</c>, in words.</param>
    /// <param name="orderDefault">What holds without <c>--date-order</c>, in words.</param>
    public SourceDefaultsOptions(Command command, string regionDefault, string orderDefault)
    {
        _region = new("--region") { Description = $"Two-letter region that phones and addresses are read in. Default: {regionDefault}." };
        _dateOrder = new("--date-order") { Description = $"day-first or month-first, for dates such as 03/04/1970. Default: {orderDefault}." };
        _region.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is not { Length: 2 } region || !region.All(char.IsAsciiLetter))
            {
                result.AddError("--region must be a two-letter region such as GB or US.");
            }
        });
        _dateOrder.AcceptOnlyFromAmong("day-first", "month-first");
        command.Add(_region);
        command.Add(_dateOrder);
    }

    public SaidDefaults Read(ParseResult parsed) => new(
        parsed.GetValue(_region)?.ToUpperInvariant(),
        parsed.GetValue(_dateOrder) switch { null => null, "day-first" => DateOrder.DayFirst, _ => DateOrder.MonthFirst });
}
