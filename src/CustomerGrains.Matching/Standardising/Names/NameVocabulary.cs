using System.Collections.Frozen;

namespace CustomerGrains.Matching.Standardising.Names;

/// <summary>Words in names that are not names: titles, generations, degrees, particles, fillers.</summary>
internal static class NameVocabulary
{
    /// <summary>Forms of address. They are dropped when a name goes on after them.</summary>
    public static readonly FrozenSet<string> Titles = Set(
        "mr mister mrs ms miss mx messrs master madam madame mme mlle monsieur mademoiselle dr doctor prof professor rev revd reverend "
        + "sir dame lord lady hon honourable honorable rt capt captain cpt col colonel maj major lt lieut lieutenant sgt sergeant cpl corporal pte pvt gen "
        + "cllr councillor pc wpc insp supt fr father sr sister bro brother pastor deacon bishop archbishop cardinal rabbi imam sheikh shaikh sheik "
        + "haji hajji hadji alhaji mullah maulana herr frau fraulein hr fr dipl ing mag dott dottssa sig signor signora signorina senor senora senorita srta sra "
        + "dhr mevr mevrouw heer president prasident presidente minister ayatollah hojjatoleslam emir comrade senator congressman congresswoman ambassador governor mayor judge justice chancellor general admiral commander brigadier commodore pan pani shri sri smt shrimati kumari begum ustad haj hajah datuk dato tan datin med habil");

    /// <summary>Degrees and honours after a name.</summary>
    public static readonly FrozenSet<string> Degrees = Set(
        "esq esquire phd dphil md mba msc bsc beng meng bcom llb llm mbe obe cbe kbe dbe kcb kcmg mp msp qc kc jp dds dmd dvm rn lpn cpa cfa fca aca fcca "
        + "frcs mrcp mrcs frcp bds jd edd psyd pe ret retd usmc usn usaf usa sj osb op");

    /// <summary>Degrees that are also names, so they are dropped only after a comma or from a suffix of their own.</summary>
    public static readonly FrozenSet<string> DegreesAfterComma = Set("ba ma do pa bs ms od np am bed ca kt bt");

    /// <summary>By generation, from the first.</summary>
    private static readonly FrozenDictionary<string, byte> Generations =
        ((string[])["sr snr sen senior elder i 1st", "jr jnr jun junior younger ii 2nd second filho", "iii 3rd third neto", "iv 4th fourth", "v 5th", "vi"])
        .SelectMany((words, index) => words.Split(' ').Select(word => (word, Generation: (byte)(index + 1))))
        .ToFrozenDictionary(entry => entry.word, entry => entry.Generation, StringComparer.Ordinal);

    private static readonly FrozenSet<string> GenerationsInName = Set("sr snr jr jnr junior senior ii iii iv");

    /// <summary>Particles that belong to the surname word after them.</summary>
    public static readonly FrozenSet<string> Particles = Set(
        "van von vom zu zum zur der den dem de del della dello delle dei degli di da dal dalla das do dos du des d la las le les lo los l "
        + "el al ul ibn bin bn binti bint ben abu ter ten te ver af av ap ab st saint ste san santa sao sant mc mac fitz o ud ur");

    /// <summary>Particles that are recognised inside one line, where a given name or an initial is likelier for the others.</summary>
    public static readonly FrozenSet<string> ParticlesInLine = Set(
        "van von vom zu zum zur der den dem de del della dello delle dei degli di da dal dalla das dos du des la las le les los "
        + "el al ul ibn bin bn binti bint ter ten af abu st saint ste san santa sao mc mac fitz");

    /// <summary>Words between two surnames ("Ortega y Gasset").</summary>
    public static readonly FrozenSet<string> Connectors = Set("y e and und et i");

    /// <summary>Words that stand for a name that is not known yet.</summary>
    public static readonly FrozenSet<string> Fillers = Set(
        "unknown unkn unk unnamed anonymous anon none null nil nfn nln fnu lnu nmn nmi tbc tba tbd test testing dummy infant newborn baby babe fetus foetus stillborn deceased "
        + "undefined blank unbekannt inconnu desconocido and und et");

    /// <summary>Forms of address that are never a name, even alone.</summary>
    public static readonly FrozenSet<string> BareTitles = Set("mr mrs ms miss mx dr sir madam messrs mister herr frau mme mlle");

    /// <summary>Words that say what a child without a name is ("Baby Boy", "Infant Girl", "Twin A").</summary>
    public static readonly FrozenSet<string> FillersAfterBaby = Set("boy girl male female twin one two of a b unknown");

    /// <summary>Generation that a word alone says, or 0.</summary>
    public static byte GenerationOf(string word) => Generations.GetValueOrDefault(word);

    /// <summary>Generation that a word at the end of a name says, or 0; stricter, since "V" may be an initial and "Elder" a surname.</summary>
    public static byte GenerationAtEnd(string word) => GenerationsInName.Contains(word) ? Generations[word] : (byte)0;

    private static FrozenSet<string> Set(string words) =>
        words.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
