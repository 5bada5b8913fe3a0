using System.Collections.Frozen;

namespace CustomerGrains.Matching.Standardising.Dates;

public static partial class DateReader
{
    private static readonly FrozenDictionary<string, int> Months = BuildMonths();

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> MonthsBySpan = Months.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Words that stand in dates without saying anything: ordinals, prepositions, weekdays, unknown digits.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Skipped = (
        "st nd rd th er of the de del di den der le el about abt circa ca c approx born b d dob am "
        + "mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday "
        + "montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche "
        + "x xx xxxx mm dd yyyy")
        .Split(' ').ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly record struct Number(int Value, int Digits);

    /// <summary>The numbers and the month word of a date.</summary>
    private struct Parts
    {
        public Number First;
        public Number Second;
        public Number Third;
        public int Count;
        public int Month;

        /// <summary>Numbers parted by dots, which is written with the day first everywhere.</summary>
        public bool Dotted;
    }

    /// <summary>False when something stands there that no date has.</summary>
    private static bool Tokenise(ReadOnlySpan<char> ascii, ref Parts parts)
    {
        var at = 0;
        while (at < ascii.Length)
        {
            var start = at;
            if (char.IsAsciiDigit(ascii[at]))
            {
                at = EndOf(ascii, at, static c => char.IsAsciiDigit(c));
                if (at < ascii.Length && ascii[at] == ':')
                {
                    // The time of day: what was read before is the whole date.
                    return parts.Count > 0;
                }

                if (!AddNumber(ascii[start..at], ref parts))
                {
                    return false;
                }

                parts.Dotted |= parts.Count == 1 && at + 1 < ascii.Length && ascii[at] == '.' && char.IsAsciiDigit(ascii[at + 1]);
            }
            else if (char.IsAsciiLetter(ascii[at]))
            {
                at = EndOf(ascii, at, static c => char.IsAsciiLetter(c));
                var word = ascii[start..at];
                if (parts.Count >= 1 && word is "T" or "t" && at < ascii.Length && char.IsAsciiDigit(ascii[at]))
                {
                    return true;
                }

                if (!AddWord(word, ref parts))
                {
                    return false;
                }
            }
            else
            {
                at++;
            }
        }

        return true;
    }

    private static bool AddNumber(ReadOnlySpan<char> digits, ref Parts parts)
    {
        // A whole timestamp without signs between: 20090104153000.
        if (digits.Length is 12 or 14)
        {
            digits = digits[..8];
        }

        if (digits.Length > 8 || parts.Count == 3)
        {
            return false;
        }

        var value = 0;
        foreach (var digit in digits)
        {
            value = (value * 10) + (digit - '0');
        }

        var number = new Number(value, digits.Length);
        switch (parts.Count++)
        {
            case 0:
                parts.First = number;
                break;
            case 1:
                parts.Second = number;
                break;
            default:
                parts.Third = number;
                break;
        }

        return true;
    }

    private static bool AddWord(ReadOnlySpan<char> word, ref Parts parts)
    {
        if (word.Length > 12)
        {
            return false;
        }

        Span<char> lower = stackalloc char[12];
        lower = lower[..word.ToLowerInvariant(lower)];
        if (parts.Month == 0 && MonthsBySpan.TryGetValue(lower, out var month))
        {
            parts.Month = month;
            return true;
        }

        return Skipped.Contains(lower);
    }

    private static int EndOf(ReadOnlySpan<char> text, int at, Func<char, bool> belongs)
    {
        while (at < text.Length && belongs(text[at]))
        {
            at++;
        }

        return at;
    }

    private static FrozenDictionary<string, int> BuildMonths()
    {
        string[] names =
        [
            "jan january januar janvier enero gennaio janeiro januari janv ene gen styczen jaenner janner",
            "feb february februar fevrier febrero febbraio fevereiro februari fev fevr luty",
            "mar march marz maerz mars marzo marco maart mrz mrt marzec",
            "apr april avril abril aprile avr abr kwiecien",
            "may mai mayo maggio maio mei maj mag",
            "jun june juni juin junio giugno junho giu czerwiec",
            "jul july juli juillet julio luglio julho juil lug lipiec",
            "aug august aout agosto augustus ago aou sierpien augusti",
            "sep sept september septembre septiembre settembre setembro set wrzesien",
            "oct october oktober octobre octubre ottobre outubro okt ott out pazdziernik",
            "nov november novembre noviembre novembro listopad",
            "dec december dezember decembre diciembre dicembre dezembro dez dic grudzien",
        ];
        return names.SelectMany((line, index) => line.Split(' ').Select(name => (name, Month: index + 1)))
            .ToFrozenDictionary(entry => entry.name, entry => entry.Month, StringComparer.Ordinal);
    }
}
