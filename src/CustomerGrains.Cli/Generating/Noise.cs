namespace CustomerGrains.Cli.Generating;

/// <summary>What goes wrong between a person and a record.</summary>
internal static class Noise
{
    private static readonly Dictionary<string, string[]> Nicknames = WeightedNames.Lines("nicknames")
        .Select(line => line.Split(','))
        .ToDictionary(names => names[0], names => names[1..], StringComparer.Ordinal);

    /// <summary>A short form of a given name, where it has one.</summary>
    public static string Nickname(SeededRandom random, string given) => Nicknames.TryGetValue(given, out var forms) ? random.Pick(forms) : given;

    /// <summary>One slip of the keyboard: a letter swapped with the next, left out, doubled or replaced by another.</summary>
    public static string Typo(SeededRandom random, string text)
    {
        if (text.Length < 4)
        {
            return text;
        }

        var at = 1 + random.Below(text.Length - 2);
        return random.Below(4) switch
        {
            0 => $"{text[..at]}{text[at + 1]}{text[at]}{text[(at + 2)..]}",
            1 => text.Remove(at, 1),
            2 => text.Insert(at, text[at].ToString()),
            _ => $"{text[..at]}{(char)('a' + random.Below(26))}{text[(at + 1)..]}",
        };
    }

    /// <summary>One digit replaced by another.</summary>
    public static string Digit(SeededRandom random, string text)
    {
        var digits = Enumerable.Range(0, text.Length).Where(i => char.IsAsciiDigit(text[i])).ToArray();
        if (digits.Length == 0)
        {
            return text;
        }

        var at = random.Pick(digits);
        return $"{text[..at]}{(char)('0' + (text[at] - '0' + 1 + random.Below(9)) % 10)}{text[(at + 1)..]}";
    }

    /// <summary>A birth date as someone wrote it down: right, or day and month changed over, or a little off.</summary>
    public static DateOnly Date(SeededRandom random, DateOnly date)
    {
        var slip = random.Below(1000);
        return slip switch
        {
            < 12 when date.Day <= 12 => new DateOnly(date.Year, date.Day, date.Month),
            < 20 => date.AddDays(random.Permille(500) ? 1 : -1),
            < 26 => date.AddYears(random.Permille(500) ? 1 : -1),
            < 30 => date.AddDays(10),
            _ => date,
        };
    }
}
