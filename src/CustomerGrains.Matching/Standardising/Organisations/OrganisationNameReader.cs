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
            Acronym = words.Length < 2 ? null : string.Create(words.Length, words, static (letters, from) =>
            {
                for (var i = 0; i < letters.Length; i++)
                {
                    letters[i] = from[i][0];
                }
            }),
        });
    }

    private static string[] Words(ReadOnlySpan<char> ascii, out string? form)
    {
        form = null;
        var folded = TextFolding.FoldAscii(ascii);
        if (folded is null || Placeholders.Contains(folded))
        {
            return [];
        }

        var words = folded.Split(' ').Take(CountMax).ToList();
        form = LegalForms.Take(words);
        NumberWords.Replace(words);
        if (words.Count > 1 && words[0] == "the")
        {
            words.RemoveAt(0);
        }

        return [.. words];
    }
}
