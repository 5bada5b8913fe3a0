using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Matching.Standardising.Names;

internal static partial class PersonNameReader
{
    /// <summary>Another name that is mentioned inside a name, e.g. in brackets.</summary>
    private readonly record struct Aside(NameType Type, string Text);

    private static readonly string[] FormerWords = ["nee ", "ne ", "born ", "geb ", "geb. ", "geborene ", "formerly ", "previously ", "fka ", "f/k/a "];
    private static readonly string[] AliasWords = ["aka ", "a.k.a. ", "a.k.a ", "a/k/a ", "alias ", "also known as ", "known as ", "dit ", "genannt "];

    /// <summary>Takes what stands in brackets or quotes, or after "née" and "aka", out of a name.</summary>
    private static string TakeAsides(string ascii, List<Aside> asides)
    {
        if (!ascii.Contains(' ', StringComparison.Ordinal))
        {
            return ascii;
        }

        ascii = TakeEnclosed(ascii, '(', ')', asides);
        ascii = TakeEnclosed(ascii, '[', ']', asides);
        ascii = TakeEnclosed(ascii, '"', '"', asides);
        ascii = TakeAfter(ascii, FormerWords, NameType.Former, asides);
        return TakeAfter(ascii, AliasWords, NameType.Alias, asides);
    }

    private static string TakeEnclosed(string ascii, char open, char close, List<Aside> asides)
    {
        var start = ascii.IndexOf(open, StringComparison.Ordinal);
        if (start < 0)
        {
            return ascii;
        }

        var end = ascii.IndexOf(close, start + 1);
        var inside = (end < 0 ? ascii[(start + 1)..] : ascii[(start + 1)..end]).Trim();
        var rest = ascii[..start] + " " + (end < 0 ? "" : ascii[(end + 1)..]);
        if (start == 0 && rest.AsSpan().IsWhiteSpace())
        {
            return inside;
        }

        var former = Array.Find(FormerWords, word => inside.StartsWith(word, StringComparison.OrdinalIgnoreCase));
        var alias = Array.Find(AliasWords, word => inside.StartsWith(word, StringComparison.OrdinalIgnoreCase));
        asides.Add(former is null
            ? new Aside(NameType.Alias, inside[(alias?.Length ?? 0)..])
            : new Aside(NameType.Former, inside[former.Length..]));
        return rest;
    }

    private static string TakeAfter(string ascii, string[] words, NameType type, List<Aside> asides)
    {
        foreach (var word in words)
        {
            // Only inside a name: "Born" and "Ne" are surnames too.
            var at = ascii.IndexOf(" " + word, StringComparison.OrdinalIgnoreCase);
            if (at <= 0 || !ascii.AsSpan(0, at).Trim().Contains(' ') && type == NameType.Former && word is "ne " or "born ")
            {
                continue;
            }

            asides.Add(new Aside(type, ascii[(at + 1 + word.Length)..]));
            return ascii[..at].TrimEnd(',', ' ');
        }

        return ascii;
    }

    /// <summary>An aside of one word stands beside the name before it: another first name, or for a former name another surname.</summary>
    private static void AddAsides(List<NameFeature> into, List<Aside> asides)
    {
        if (asides.Count == 0 || into.Count == 0)
        {
            return;
        }

        var main = into[^1];
        foreach (var aside in asides)
        {
            var words = NameWord.Split(aside.Text.AsSpan());
            DropTitles(words, keep: 1);
            if (words.Count == 0 || NameVocabulary.Fillers.Contains(words[0].Text))
            {
                continue;
            }

            if (aside.Type == NameType.Former && (words.Count == 1 || NameTokens.Surname(words).Length == 1))
            {
                Add(into, NameType.Former, main.Given, main.FirstCount, NameTokens.Surname(words), main.Generation, main.OrderGuessed);
            }
            else if (words.Count == 1 && main.Surname.Length > 0)
            {
                Add(into, NameType.Alias, NameTokens.Given(words), 1, main.Surname, main.Generation, main.OrderGuessed);
            }
            else if (words.Count > 1)
            {
                ReadWords(aside.Type, words, main.Generation, into);
            }
        }
    }
}
