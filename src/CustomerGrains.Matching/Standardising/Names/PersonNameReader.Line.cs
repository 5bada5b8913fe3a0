using System.Buffers;
using System.Text;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising.Text;

namespace CustomerGrains.Matching.Standardising.Names;

internal static partial class PersonNameReader
{
    private const int InnerCapitalMin = 3;

    private static readonly SearchValues<char> AsciiLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static void ReadLine(PersonName name, List<NameFeature> into)
    {
        if (EastAsianNames.TrySplit(TextFolding.Head(name.Full!, TextFolding.LengthMax), out var family, out var personal))
        {
            var given = NameTokens.Given(NameWord.Split(personal));
            Add(into, name.Type, given, given.Length, NameTokens.Surname(NameWord.Split(family)), generation: 0, orderGuessed: true);
            return;
        }

        var asides = new List<Aside>();
        var line = TakeAsides(TextFolding.ToAscii(name.Full).ToString(), asides);

        // Syllables of transliterated scripts have capitals of their own.
        line = Ascii.IsValid(name.Full) ? PartedAtCapital(line) : line;
        if (Placeholders.Contains(TextFolding.FoldAscii(line)))
        {
            return;
        }

        byte generation = 0;
        ReadSuffix(name.Suffix, ref generation);
        var parts = line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(part => NameWord.Split(part.AsSpan())).ToList();
        DropSuffixParts(parts, ref generation);
        if (parts.Count >= 2)
        {
            ReadSurnameFirst(name.Type, parts, generation, into);
        }
        else if (parts.Count == 1)
        {
            ReadWords(name.Type, parts[0], generation, into);
        }

        AddAsides(into, asides);
    }

    /// <summary>"SergeiLavrov" lost its space. A capital inside a word parts it where the line is that word and at least three letters stand before, so that "McDonald" and "DeWitt" stay whole.</summary>
    private static string PartedAtCapital(string line)
    {
        var trimmed = line.Trim();
        for (var i = InnerCapitalMin; i < trimmed.Length - 1; i++)
        {
            if (!char.IsAsciiLetter(trimmed[i]))
            {
                return line;
            }

            if (char.IsAsciiLetterUpper(trimmed[i]) && char.IsAsciiLetterLower(trimmed[i - 1]) && char.IsAsciiLetterLower(trimmed[i + 1])
                && trimmed.AsSpan().IndexOfAnyExcept(AsciiLetters) < 0 && !trimmed.StartsWith("Mac", StringComparison.Ordinal) && !trimmed.StartsWith("Fitz", StringComparison.Ordinal))
            {
                return $"{trimmed[..i]} {trimmed[i..]}";
            }
        }

        return line;
    }

    /// <summary>"Smith, John, Jr" and "John Smith, PhD": parts after a comma that hold no name.</summary>
    private static void DropSuffixParts(List<List<NameWord>> parts, ref byte generation)
    {
        for (var i = parts.Count - 1; i >= 1; i--)
        {
            foreach (var word in parts[i])
            {
                var said = NameVocabulary.GenerationOf(word.Text);
                generation = generation == 0 && word.Text.Length > 1 ? said : generation;
            }

            parts[i].RemoveAll(word => NameVocabulary.Degrees.Contains(word.Text) || NameVocabulary.GenerationAtEnd(word.Text) != 0
                || (NameVocabulary.DegreesAfterComma.Contains(word.Text) && i >= 2));
            if (parts[i].Count == 0)
            {
                parts.RemoveAt(i);
            }
        }

        parts.RemoveAll(part => part.Count == 0);
    }

    /// <summary>"SMITH, John Paul": the comma says which is the surname.</summary>
    private static void ReadSurnameFirst(NameType type, List<List<NameWord>> parts, byte generation, List<NameFeature> into)
    {
        var surname = parts[0];
        DropTitles(surname, keep: 1);
        DropSuffixes(surname, keep: 1, ref generation);
        var first = parts[1];
        DropTitles(first, keep: 0);
        MoveTrailingParticles(first, surname);
        var given = NameTokens.Given([.. first, .. parts.Skip(2).SelectMany(part => part)]);
        Add(into, type, given, FirstNames(first), NameTokens.Surname(surname), generation, orderGuessed: false, withheld: first.Count > 0);
    }

    /// <summary>"Berg, Anna van der".</summary>
    private static void MoveTrailingParticles(List<NameWord> first, List<NameWord> surname)
    {
        while (first.Count > 1 && first[^1].Text is "van" or "von" or "der" or "den" or "de" or "del" or "zu" or "di" or "da" or "dos" or "la")
        {
            surname.Insert(0, first[^1]);
            first.RemoveAt(first.Count - 1);
        }
    }

    private static void ReadWords(NameType type, List<NameWord> words, byte generation, List<NameFeature> into)
    {
        DropTitles(words, keep: 1);
        DropSuffixes(words, keep: 1, ref generation);
        if (words.Count == 0)
        {
            return;
        }

        if (words.Count == 1)
        {
            Add(into, type, [], 0, NameTokens.Surname(words), generation, orderGuessed: true);
            return;
        }

        if (CapitalsFirst(words) is var capitals and > 0)
        {
            var rest = words[capitals..];
            Add(into, type, NameTokens.Given(rest), FirstNames(rest), NameTokens.Surname(words[..capitals]), generation, orderGuessed: true, withheld: true);
            return;
        }

        var start = words.Count - 1;
        while (start > 1 && (words[start].Hyphened || NameVocabulary.ParticlesInLine.Contains(words[start - 1].Text)))
        {
            start--;
        }

        var given = words[..start];
        Add(into, type, NameTokens.Given(given), FirstNames(given), NameTokens.Surname(words[start..]), generation, orderGuessed: true, withheld: true);
    }

    /// <summary>Number of leading words in capitals when the rest is not ("SMITH John"), else 0.</summary>
    private static int CapitalsFirst(List<NameWord> words)
    {
        var count = 0;
        while (count < words.Count && words[count].Capitals)
        {
            count++;
        }

        return count < words.Count && !words[count..].Exists(word => word.Capitals) && words[count].Text.Length > 1 && !words[0].AreInitials ? count : 0;
    }

    /// <summary>The first word, with what a hyphen joins to it ("Jean-Pierre").</summary>
    private static int FirstNames(List<NameWord> words)
    {
        var count = Math.Min(1, words.Count);
        while (count < words.Count && words[count].Hyphened)
        {
            count++;
        }

        return count;
    }
}
