using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Blocking;

/// <summary>Which full names are so rare that records are brought together by them alone.</summary>
/// <remarks>
/// <para>A word is filed by the consonants of its skeleton, which survive most typing errors, and counts as common as the commonest listed name of the same consonants: so all records that have one key
/// agree on whether there is such a key, however each spells the name.</para>
/// <para>Keys are stored with the record and stay when the model changes, so they cannot follow the model in force: how common names are is taken from the tables of the built-in model, for every model.
/// Other tables, or another <see cref="SpellingSkeleton"/>, are other keys, and so another <see cref="RecordReading.Version"/>. The tables know names of some countries only; where another name is common all the same, its key is
/// crowded (<see cref="CrowdedValues"/>) and brings nobody together.</para>
/// </remarks>
internal static class RareNames
{
    /// <summary>What the two words of a full name must weigh, in hundredths of a bit: of 65,536 people one has such a name, so in a million records a key has 15 others on average at most.</summary>
    public const int WeightMin = 1600;

    // Five bits a symbol, of which there are a dozen: no combination of consonants can be rarer than that, however few names have it.
    private const int SymbolWeight = 350;

    private static readonly Dictionary<ulong, int> Given = CommonestOf(MatchingModel.Default.GivenNames);
    private static readonly Dictionary<ulong, int> Surnames = CommonestOf(MatchingModel.Default.Surnames);

    /// <summary>The two words are a rare full name, whichever of them is the given name.</summary>
    public static bool Are(NameToken a, NameToken b) =>
        !a.IsInitial && !b.IsInitial && Math.Min(WeightOfGiven(a) + WeightOfSurname(b), WeightOfGiven(b) + WeightOfSurname(a)) >= WeightMin;

    /// <summary>What a word is filed by: four characters of its consonants; the word itself where it has none.</summary>
    public static ReadOnlySpan<char> Code(NameToken name, Span<char> buffer)
    {
        var consonants = name.Skeleton.Consonants;
        if (consonants == 0)
        {
            return name.Text;
        }

        for (var i = 0; i < CodeLength; i++)
        {
            buffer[i] = (char)(consonants >> (16 * i));
        }

        return buffer[..CodeLength];
    }

    /// <summary>Characters that the buffer of <see cref="Code"/> needs.</summary>
    public const int CodeLength = 4;

    private static int WeightOfGiven(NameToken name) => Weight(name, Given, MatchingModel.Default.GivenNames.Rest);

    private static int WeightOfSurname(NameToken name) => Weight(name, Surnames, MatchingModel.Default.Surnames.Rest);

    private static int Weight(NameToken name, Dictionary<ulong, int> commonest, int rest)
    {
        var consonants = name.Skeleton.Consonants;
        return consonants == 0
            ? Math.Min(SymbolWeight * name.Text.Length, rest)
            : Math.Min(SymbolWeight * SpellingSkeleton.LengthOf(consonants), commonest.GetValueOrDefault(consonants, rest));
    }

    private static Dictionary<ulong, int> CommonestOf(FrequencyTable table)
    {
        var commonest = new Dictionary<ulong, int>();
        foreach (var (name, weight) in table.Values)
        {
            var consonants = SpellingSkeleton.Of(name).Consonants;
            commonest[consonants] = Math.Min(weight, commonest.GetValueOrDefault(consonants, int.MaxValue));
        }

        return commonest;
    }
}
