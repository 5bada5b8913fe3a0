using System.Collections.Frozen;

namespace CustomerGrains.Matching.Standardising.Organisations;

/// <summary>Legal forms before and after organisation names, with the ways they are written, short and long, in the languages that records come in.</summary>
/// <remarks>After the Entity Legal Forms of ISO 20275 and how company registers abbreviate and translate them. Forms written in other scripts are listed as they are transliterated.</remarks>
internal static class LegalForms
{
    /// <summary>What a form says of the organisation. Forms of one kind stand for each other in translations.</summary>
    [Flags]
    private enum Kind : byte
    {
        /// <summary>A company with limited liability that issues no public shares.</summary>
        Limited = 1,

        /// <summary>A company with shares.</summary>
        Stock = 2,
        Partnership = 4,

        /// <summary>An association, a foundation, a body without owners.</summary>
        Association = 8,

        /// <summary>An enterprise of a state or town.</summary>
        State = 16,

        /// <summary>Says no more than that it is an enterprise.</summary>
        Any = Limited | Stock | Partnership | State,
    }

    /// <param name="Name">Canonical name.</param>
    /// <param name="Kind">What it says.</param>
    /// <param name="After">Written after the name.</param>
    /// <param name="Before">Written before it as well.</param>
    private sealed record Form(string Name, Kind Kind, string After, string Before = "");

    private static readonly Form[] All =
    [
        new("limited", Kind.Limited | Kind.Stock, "ltd|limited|private limited|pvt ltd|pvt limited|private ltd|co ltd|co limited|company limited|company ltd|and co ltd|ltd co|limited company|cyf|cyfyngedig|ltda|limitada|teo|teoranta|limitd"),
        new("pty limited", Kind.Limited, "pty ltd|pty limited|proprietary limited|pty"),
        new("public limited company", Kind.Stock, "plc|public limited company|ccc|p l c"),
        new("limited liability partnership", Kind.Partnership, "llp|limited liability partnership|l l p"),
        new("limited partnership", Kind.Partnership, "lp|limited partnership|l p"),
        new("limited liability company", Kind.Limited, "llc|l l c|lc|l c|pllc", "limited liability company|llc|limited liability partnership company"),
        new("incorporated", Kind.Limited | Kind.Stock, "inc|incorporated"),
        new("corporation", Kind.Any, "corp|corporation|corpn|korporatsiya"),
        new("company", Kind.Any, "co|company|and co|and company|cie|et cie|compagnie|und co"),
        new("community interest company", Kind.Association | Kind.Limited, "cic|c i c|community interest company"),
        new("charitable incorporated organisation", Kind.Association, "cio"),
        new("gmbh", Kind.Limited, "gmbh|g m b h|gesellschaft mbh|gesmbh|mbh|ggmbh", "gmbh|gesellschaft mit beschrankter haftung"),
        new("gmbh and co kg", Kind.Partnership, "gmbh and co kg|gmbh co kg|gmbh und co kg|gmbh and co ohg"),
        new("ug", Kind.Limited, "ug|ug haftungsbeschrankt|unternehmergesellschaft"),
        new("ag", Kind.Stock, "ag|akg|aktiengesellschaft"),
        new("kg", Kind.Partnership, "kg|kommanditgesellschaft|kgaa"),
        new("ohg", Kind.Partnership, "ohg|offene handelsgesellschaft"),
        new("gbr", Kind.Partnership, "gbr"),
        new("ek", Kind.Any, "e k|ek|e kfm"),
        new("ev", Kind.Association, "e v|ev|eingetragener verein"),
        new("eg", Kind.Association, "eg|e g"),
        new("sa", Kind.Stock, "sa|s a|sa de cv|s a de c v|sociedade anonima|ae|anonymi etaireia", "societe anonyme|sociedad anonima|societatea pe actiuni"),
        new("sarl", Kind.Limited, "sarl|s a r l|sarlu|eurl", "sarl|societe a responsabilite limitee"),
        new("sas", Kind.Stock, "sas|s a s|sasu|societe par actions simplifiee"),
        new("sl", Kind.Limited, "sl|s l|slu|srl de cv|s de rl de cv", "sociedad limitada|sociedad de responsabilidad limitada"),
        new("spa", Kind.Stock, "spa|s p a", "societa per azioni"),
        new("srl", Kind.Limited, "srl|s r l|srls", "srl|s r l|sc|s c|societa a responsabilita limitata|societatea cu raspundere limitata|societate cu raspundere limitata"),
        new("bv", Kind.Limited, "bv|b v|bvba", "besloten vennootschap"),
        new("nv", Kind.Stock, "nv|n v", "naamloze vennootschap"),
        new("ab", Kind.Limited | Kind.Stock, "ab|publ ab|ab publ", "aktiebolag|aktiebolaget"),
        new("as", Kind.Limited | Kind.Stock, "as|a s|asa|anonim sirketi|akcine bendrove|akciova spolecnost|akciova spolocnost", "aksjeselskap|aktieselskab|aktsiaselts"),
        new("ltd sti", Kind.Limited, "ltd sti|limited sirketi|sirketi"),
        new("aps", Kind.Limited, "aps", "anpartsselskab"),
        new("oy", Kind.Limited | Kind.Stock, "oy|oyj|oy ab", "osakeyhtio"),
        new("ou", Kind.Limited, "ou", "osauhing"),
        new("uab", Kind.Limited, "uab", "uab|uzdaroji akcine bendrove"),
        new("sia", Kind.Limited, "sia", "sia|sabiedriba ar ierobezotu atbildibu"),
        new("sp zoo", Kind.Limited, "sp zoo|sp z oo|sp z o o|spolka zoo|spolka z oo", "spolka z ograniczona odpowiedzialnoscia"),
        new("spolka akcyjna", Kind.Stock, "spolka akcyjna"),
        new("sro", Kind.Limited, "sro|s r o|spol s r o", "spolecnost s rucenim omezenym|spolocnost s rucenim obmedzenym"),
        new("kft", Kind.Limited, "kft|korlatolt felelossegu tarsasag"),
        new("rt", Kind.Stock, "zrt|nyrt|rt"),
        new("doo", Kind.Limited, "doo|d o o", "drustvo s ogranicenom odgovornoscu|drustvo sa ogranicenom odgovornoscu"),
        new("dd", Kind.Stock, "d d|dd|ad|akcionarsko drustvo|aktsionerno druzhestvo"),
        new("ood", Kind.Limited, "ood|eood|druzhestvo s ogranichena otgovornost"),
        new("se", Kind.Stock, "se|societas europaea"),
        new("ooo", Kind.Limited, "ooo|o o o", "ooo|o o o|obshchestvo s ogranichennoy otvetstvennostyu|obshchestvo s ogranichennoi otvetstvennostyu|obshchestvo s ogranichennoj otvetstvennostyu|obschestvo s ogranichennoy otvetstvennostyu|tov|tovaristvo z obmezhenoyu vidpovidalnistyu|"
            + "tovarystvo z obmezhenoyu vidpovidalnistyu|too|tovarishchestvo s ogranichennoy otvetstvennostyu"),
        new("joint stock company", Kind.Stock, "jsc|ojsc|cjsc|pjsc|oao|pao|zao|ao",
            "joint stock company|open joint stock company|closed joint stock company|public joint stock company|jsc|ojsc|cjsc|pjsc|oao|pao|zao|ao|pat|prat|aktsionernoye obshchestvo|otkrytoye aktsionernoye obshchestvo|zakrytoye aktsionernoye obshchestvo|publichnoye aktsionernoye obshchestvo|aktsionernoe obshchestvo|otkrytoe aktsionernoe obshchestvo|"
            + "zakrytoe aktsionernoe obshchestvo|publichnoe aktsionernoe obshchestvo|neaktsionernoe obshchestvo|aktsionerne tovaristvo|privatne aktsionerne tovaristvo|publichne aktsionerne tovaristvo"),
        new("autonomous non-profit organisation", Kind.Association, "ano", "ano|avtonomnaya nekommercheskaya organizatsiya|autonomous non profit organization|autonomous noncommercial organization"),
        new("state enterprise", Kind.State, "fgup|mup|gup", "fgup|mup|gup|federal state unitary enterprise|federalnoe gosudarstvennoe unitarnoe predpriyatie|state unitary enterprise"),
        new("bhd", Kind.Limited | Kind.Stock, "sdn bhd|bhd|sendirian berhad|berhad"),
        new("pt", Kind.Limited | Kind.Stock, "tbk", "pt|perseroan terbatas"),
        new("pte limited", Kind.Limited, "pte ltd|pte limited|private limited singapore|pte"),
        new("kk", Kind.Stock, "kk|k k", "kabushiki kaisha|kabushiki gaisha"),
        new("trust", Kind.Association | Kind.State, "nhs trust|nhs foundation trust|foundation trust"),
    ];

    private static readonly FrozenDictionary<string, Form> After = Written(form => $"{form.After}|{form.Before}");
    private static readonly FrozenDictionary<string, Form> Before = Written(form => form.Before);
    private static readonly FrozenDictionary<string, Kind> Kinds = All.ToFrozenDictionary(form => form.Name, form => form.Kind, StringComparer.Ordinal);

    private const int WordsMax = 5;
    private const int SlipLengthMin = 9;

    /// <summary>Whether two canonical forms may be of one organisation; a form that is not said may be any.</summary>
    public static bool AreCompatible(string? a, string? b) => a is null || b is null || string.Equals(a, b, StringComparison.Ordinal)
        || !Kinds.TryGetValue(a, out var kind) || !Kinds.TryGetValue(b, out var other) || (kind & other) != 0;

    /// <summary>Whether a word is a legal form by itself, as "AG" in "SiemensAG".</summary>
    public static bool Contains(string word) => After.ContainsKey(word);

    /// <summary>Takes the legal forms off both ends of a name, as long as a name remains; the one that says most, null when there is none.</summary>
    public static string? Take(List<string> words)
    {
        Form? form = null;
        while (TakeOff(words, ref form, After, atEnd: true) || TakeOff(words, ref form, Before, atEnd: false))
        {
        }

        return form?.Name;
    }

    private static bool TakeOff(List<string> words, ref Form? form, FrozenDictionary<string, Form> forms, bool atEnd)
    {
        for (var count = Math.Min(WordsMax, words.Count - 1); count > 0; count--)
        {
            var start = atEnd ? words.Count - count : 0;
            var written = count == 1 ? words[start] : string.Join(' ', words.GetRange(start, count));
            if (!forms.TryGetValue(written, out var found) && !(atEnd && written.Length >= SlipLengthMin && TrySlip(written, forms, out found)))
            {
                continue;
            }

            form = form is null || (form.Kind == Kind.Any && found!.Kind != Kind.Any) ? found : form;
            words.RemoveRange(start, count);
            return true;
        }

        return false;
    }

    /// <summary>A long form with a slip of the keyboard ("Aktiengeselschaft").</summary>
    private static bool TrySlip(string written, FrozenDictionary<string, Form> forms, out Form? found)
    {
        foreach (var (form, of) in forms)
        {
            if (form.Length >= SlipLengthMin && form[0] == written[0] && Comparing.TextDistance.IsOneEdit(form, written))
            {
                found = of;
                return true;
            }
        }

        found = null;
        return false;
    }

    private static FrozenDictionary<string, Form> Written(Func<Form, string> ways)
    {
        var forms = new Dictionary<string, Form>(StringComparer.Ordinal);
        foreach (var form in All)
        {
            foreach (var written in ways(form).Split('|', StringSplitOptions.RemoveEmptyEntries))
            {
                forms.TryAdd(written, form);
            }
        }

        return forms.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
