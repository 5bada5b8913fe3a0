using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising.Text;

namespace CustomerGrains.Matching.Standardising.Organisations;

/// <summary>Reads names of organisations.</summary>
internal static class OrganisationNameReader
{
    /// <summary>Words of a name that are kept.</summary>
    public const int CountMax = 32;

    private static readonly string[] TradingWords = [" t/a ", " trading as ", " d/b/a ", " dba ", " doing business as ", " c/o ", " formerly ", " f/k/a "];

    /// <summary>Adds what a written name says; "A Ltd t/a B" is two names.</summary>
    public static void Read(OrganisationName name, List<OrganisationNameFeature> into)
    {
        var ascii = TextFolding.ToAscii(name.Name);
        foreach (var word in TradingWords)
        {
            var at = ascii.IndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (at > 0)
            {
                Add(ascii[..at], name.Type, into);
                var type = word is " c/o " ? NameType.Alias : word is " formerly " or " f/k/a " ? NameType.Former : NameType.Alias;
                Add(ascii[(at + word.Length)..], type, into);
                return;
            }
        }

        Add(ascii, name.Type, into);
        AddWithoutBrackets(ascii, into);
    }

    /// <summary>What stands in brackets is a place, a former name or an acronym, and sources leave it out.</summary>
    private static void AddWithoutBrackets(ReadOnlySpan<char> ascii, List<OrganisationNameFeature> into)
    {
        var open = ascii.IndexOf('(');
        var length = open < 0 ? -1 : ascii[open..].IndexOf(')');
        if (length < 0 || into.Count == 0)
        {
            return;
        }

        var count = into.Count;
        Add(string.Concat(ascii[..open], " ", ascii[(open + length + 1)..]), NameType.Alias, into);
        if (into.Count > count && string.Equals(into[^1].Joined, into[^2].Joined, StringComparison.Ordinal))
        {
            into.RemoveAt(into.Count - 1);
        }
    }

    /// <summary>The name without its legal form, or null when there is none.</summary>
    public static string? ReadPlain(string? name)
    {
        var words = Words(TextFolding.ToAscii(name), out _);
        return words.Length == 0 ? null : string.Join(' ', words);
    }

    private static void Add(ReadOnlySpan<char> ascii, NameType type, List<OrganisationNameFeature> into)
    {
        var words = Words(ascii, out var form);
        if (words.Length == 0)
        {
            return;
        }

        into.Add(new OrganisationNameFeature
        {
            Type = type,
            Words = words,
            Joined = string.Join(' ', words),
            LegalForm = form,
            Acronym = Acronym(words),
        });
    }

    /// <summary>First letters of the words, small words left out as acronyms leave them out.</summary>
    private static string? Acronym(string[] words)
    {
        var letters = words.Where(word => !OrganisationWords.SayNothing(word)).Select(word => word[0]).ToArray();
        return letters.Length < 2 ? null : new string(letters);
    }

    private static string[] Words(ReadOnlySpan<char> ascii, out string? form)
    {
        form = null;
        var folded = TextFolding.FoldAscii(Spaced(ascii));
        if (folded is null || Placeholders.Contains(folded))
        {
            return [];
        }

        var words = folded.Split(' ').Take(CountMax).ToList();
        JoinLetters(words);
        DropBefore(words);
        form = LegalForms.Take(words);
        DropBefore(words);
        OrganisationWords.SpellOut(words);
        NumberWords.Replace(words);
        return [.. words];
    }

    /// <summary>"The", and what a ship is called by.</summary>
    private static void DropBefore(List<string> words)
    {
        if (words.Count > 1 && words[0] is "the" or "mv" or "mt")
        {
            words.RemoveAt(0);
        }
    }

    /// <summary>"L X C" is an abbreviation written apart.</summary>
    private static void JoinLetters(List<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var joined = words[i].Length == 1;
            while (joined && i + 1 < words.Count && words[i + 1].Length == 1 && char.IsAsciiLetter(words[i][0]) && char.IsAsciiLetter(words[i + 1][0]))
            {
                words[i] += words[i + 1];
                words.RemoveAt(i + 1);
            }
        }
    }

    /// <summary>Parts a legal form from the name it was written together with ("SiemensAG"), and says what a sign says.</summary>
    private static string Spaced(ReadOnlySpan<char> ascii)
    {
        var text = new System.Text.StringBuilder(ascii.Length + 8);
        for (var i = 0; i < ascii.Length; i++)
        {
            if (i > 0 && char.IsAsciiLetterUpper(ascii[i]) && char.IsAsciiLetterLower(ascii[i - 1]))
            {
                var end = i;
                while (end < ascii.Length && char.IsAsciiLetter(ascii[end]))
                {
                    end++;
                }

                if (end - i > 1 && LegalForms.Contains(ascii[i..end].ToString().ToLowerInvariant()))
                {
                    text.Append(' ');
                }
            }

            // A genitive is no letter of the name ("Deutsche Bank's").
            if (ascii[i] == '\'' && i > 1 && i + 1 < ascii.Length && ascii[i + 1] is 's' or 'S' && (i + 2 == ascii.Length || ascii[i + 2] == ' '))
            {
                i++;
                continue;
            }

            _ = ascii[i] == '%' ? text.Append(" percent ") : text.Append(ascii[i]);
        }

        return text.ToString();
    }
}
