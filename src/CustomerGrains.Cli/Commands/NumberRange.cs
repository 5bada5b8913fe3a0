using System.CommandLine;
using System.Globalization;

namespace CustomerGrains.Cli.Commands;

/// <summary>Options that are numbers within limits.</summary>
internal static class NumberRange
{
    /// <summary>Refuses numbers outside the limits; what is no number is refused when it is parsed.</summary>
    public static Option<T> Between<T>(this Option<T> option, long min, long max = long.MaxValue)
    {
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (long.TryParse(token.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && (value < min || value > max))
                {
                    result.AddError(max == long.MaxValue ? $"{option.Name} must be at least {min}." : $"{option.Name} must be {min} to {max}.");
                }
            }
        });
        return option;
    }
}
