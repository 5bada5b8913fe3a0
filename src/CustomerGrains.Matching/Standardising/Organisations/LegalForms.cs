using System.Collections.Frozen;

namespace CustomerGrains.Matching.Standardising.Organisations;

/// <summary>Legal forms at the end or the start of organisation names, with the ways they are written.</summary>
internal static class LegalForms
{
    private static readonly FrozenDictionary<string, string> Forms = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["limited"] = "ltd|limited|private limited|pvt ltd|pvt limited|private ltd|co ltd|co limited|company limited|company ltd|and co ltd|ltd co|limited company|cyf|cyfyngedig|ltda|limitada|teo|teoranta",
        ["pty limited"] = "pty ltd|pty limited|proprietary limited|pty",
        ["public limited company"] = "plc|public limited company|ccc|p l c",
        ["limited liability partnership"] = "llp|limited liability partnership|l l p",
        ["limited partnership"] = "lp|limited partnership|l p",
        ["limited liability company"] = "llc|l l c|limited liability company|lc|l c|pllc",
        ["incorporated"] = "inc|incorporated",
        ["corporation"] = "corp|corporation|corpn",
        ["company"] = "co|company|and co|and company|cie|et cie|compagnie|und co",
        ["community interest company"] = "cic|c i c|community interest company",
        ["charitable incorporated organisation"] = "cio",
        ["gmbh"] = "gmbh|g m b h|gesellschaft mit beschrankter haftung|mbh|ggmbh",
        ["gmbh and co kg"] = "gmbh and co kg|gmbh co kg|gmbh und co kg|gmbh and co ohg",
        ["ug"] = "ug|ug haftungsbeschrankt|unternehmergesellschaft",
        ["ag"] = "ag|aktiengesellschaft",
        ["kg"] = "kg|kommanditgesellschaft|kgaa",
        ["ohg"] = "ohg|offene handelsgesellschaft",
        ["gbr"] = "gbr",
        ["ek"] = "e k|ek|e kfm",
        ["ev"] = "e v|ev|eingetragener verein",
        ["eg"] = "eg|e g",
        ["sa"] = "sa|s a|societe anonyme|sociedad anonima|sa de cv|s a de c v",
        ["sarl"] = "sarl|s a r l|sarlu|eurl|societe a responsabilite limitee",
        ["sas"] = "sas|s a s|sasu",
        ["sl"] = "sl|s l|sociedad limitada|slu",
        ["spa"] = "spa|s p a|societa per azioni",
        ["srl"] = "srl|s r l|srls|societa a responsabilita limitata|societatea cu raspundere limitata|societate cu raspundere limitata|sociedad de responsabilidad limitada",
        ["bv"] = "bv|b v|besloten vennootschap|bvba",
        ["nv"] = "nv|n v|naamloze vennootschap",
        ["ab"] = "ab|aktiebolag",
        ["as"] = "as|a s|aksjeselskap|aktieselskab|asa",
        ["aps"] = "aps|anpartsselskab",
        ["oy"] = "oy|oyj|osakeyhtio|oy ab",
        ["sp zoo"] = "sp zoo|sp z oo|sp z o o|spolka z oo",
        ["sro"] = "sro|s r o|spol s r o",
        ["kft"] = "kft|zrt|nyrt",
        ["doo"] = "doo|d o o",
        ["se"] = "se|societas europaea",
        ["ooo"] = "ooo|obshchestvo s ogranichennoy otvetstvennostyu|obshchestvo s ogranichennoi otvetstvennostyu|obshchestvo s ogranichennoj otvetstvennostyu|obschestvo s ogranichennoy otvetstvennostyu",
        ["joint stock company"] = "jsc|ojsc|cjsc|pjsc|ao|oao|zao|pao|joint stock company|open joint stock company|closed joint stock company|public joint stock company"
            + "|aktsionernoye obshchestvo|aktsionernoe obshchestvo|otkrytoye aktsionernoye obshchestvo|otkrytoe aktsionernoe obshchestvo|zakrytoye aktsionernoye obshchestvo"
            + "|zakrytoe aktsionernoe obshchestvo|publichnoye aktsionernoye obshchestvo|publichnoe aktsionernoe obshchestvo",
        ["bhd"] = "sdn bhd|bhd|sendirian berhad",
        ["pte limited"] = "pte ltd|pte limited|private limited singapore|pte",
        ["kk"] = "kk|k k|kabushiki kaisha|kabushiki gaisha",
        ["trust"] = "nhs trust|nhs foundation trust|foundation trust",
    }.SelectMany(entry => entry.Value.Split('|').Select(written => (Written: written, Form: entry.Key)))
        .ToFrozenDictionary(entry => entry.Written, entry => entry.Form, StringComparer.Ordinal);

    private const int WordsMax = 5;

    // Before a name only forms that are no word of a name: "Limited Edition" and "Company of Wolves" keep theirs.
    private static readonly FrozenSet<string> AtStart = Forms
        .Where(form => form.Value is "ooo" or "joint stock company" or "srl" or "sarl" or "gmbh" or "sp zoo" or "sro" or "doo" or "limited liability company" or "oy" or "spa" or "kft" && form.Key.Length > 2)
        .Select(form => form.Key)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Takes the legal form off a name, as long as a name remains; null when there is none. What stands at the end goes before what stands at the start.</summary>
    public static string? Take(List<string> words)
    {
        string? form = null;
        while (FindAtEnd(words) is { Count: > 0 } found)
        {
            form ??= found.Form;
            words.RemoveRange(words.Count - found.Count, found.Count);
        }

        for (var count = Math.Min(WordsMax, words.Count - 1); count > 0; count--)
        {
            var written = string.Join(' ', words[..count]);
            if (AtStart.Contains(written))
            {
                form ??= Forms[written];
                words.RemoveRange(0, count);
                break;
            }
        }

        return form;
    }

    private static (string? Form, int Count) FindAtEnd(List<string> words)
    {
        for (var count = Math.Min(WordsMax, words.Count - 1); count > 0; count--)
        {
            if (Forms.TryGetValue(count == 1 ? words[^1] : string.Join(' ', words[^count..]), out var form))
            {
                return (form, count);
            }
        }

        return default;
    }
}
