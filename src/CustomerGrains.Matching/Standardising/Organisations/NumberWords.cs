using System.Collections.Frozen;
using System.Globalization;

namespace CustomerGrains.Matching.Standardising.Organisations;

/// <summary>Numbers that are written as words: "Brigade Forty-Four" is "brigade 44".</summary>
internal static class NumberWords
{
    private static readonly FrozenDictionary<string, int> Values = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["one"] = 1,
        ["two"] = 2,
        ["three"] = 3,
        ["four"] = 4,
        ["five"] = 5,
        ["six"] = 6,
        ["seven"] = 7,
        ["eight"] = 8,
        ["nine"] = 9,
        ["ten"] = 10,
        ["eleven"] = 11,
        ["twelve"] = 12,
        ["thirteen"] = 13,
        ["fourteen"] = 14,
        ["fifteen"] = 15,
        ["sixteen"] = 16,
        ["seventeen"] = 17,
        ["eighteen"] = 18,
        ["nineteen"] = 19,
        ["twenty"] = 20,
        ["thirty"] = 30,
        ["forty"] = 40,
        ["fourty"] = 40,
        ["fifty"] = 50,
        ["sixty"] = 60,
        ["seventy"] = 70,
        ["eighty"] = 80,
        ["ninety"] = 90,
        ["ninty"] = 90,
        ["first"] = 1,
        ["second"] = 2,
        ["third"] = 3,
        ["fourth"] = 4,
        ["fifth"] = 5,
        ["sixth"] = 6,
        ["seventh"] = 7,
        ["eighth"] = 8,
        ["ninth"] = 9,
        ["tenth"] = 10,
        ["eleventh"] = 11,
        ["twelfth"] = 12,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Where they do not lead; letters alone ("V", "X") may be anything.</summary>
    private static readonly FrozenDictionary<string, int> Roman = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["ii"] = 2,
        ["iii"] = 3,
        ["iv"] = 4,
        ["vi"] = 6,
        ["vii"] = 7,
        ["viii"] = 8,
        ["ix"] = 9,
        ["xi"] = 11,
        ["xii"] = 12,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Writes numbers as digits; tens take the ones after them along, whether those are a word or a digit.</summary>
    public static void Replace(List<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            words[i] = WithoutOrdinal(words[i]);
            if (!Values.TryGetValue(words[i], out var number) && (i == 0 || !Roman.TryGetValue(words[i], out number)))
            {
                continue;
            }

            if (number >= 20 && i + 1 < words.Count && OnesOf(words[i + 1]) is > 0 and var ones)
            {
                number += ones;
                words.RemoveAt(i + 1);
            }

            words[i] = number.ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <summary>"1st" is "1".</summary>
    private static string WithoutOrdinal(string word) => word.Length > 2 && word[^2..] is "st" or "nd" or "rd" or "th" && word.AsSpan(0, word.Length - 2).IndexOfAnyExceptInRange('0', '9') < 0
        ? word[..^2]
        : word;

    private static int OnesOf(string word) =>
        Values.TryGetValue(word, out var value) && value < 10 ? value : word.Length == 1 && char.IsAsciiDigit(word[0]) ? word[0] - '0' : 0;
}
