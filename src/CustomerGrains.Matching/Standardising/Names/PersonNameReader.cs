using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising.Text;

namespace CustomerGrains.Matching.Standardising.Names;

/// <summary>Reads the names of a person. One written name may give several: "Robert (Bob) Smith née Jones" is three.</summary>
internal static partial class PersonNameReader
{
    /// <summary>Adds what a written name says.</summary>
    public static void Read(PersonName name, List<NameFeature> into)
    {
        if (IsSaid(name.Given) || IsSaid(name.Middle) || IsSaid(name.Surname))
        {
            ReadParts(name, into);
        }
        else if (IsSaid(name.Full))
        {
            ReadLine(name, into);
        }
    }

    private static bool IsSaid(string? part) => !TextFolding.IsBlank(part);

    private static void ReadParts(PersonName name, List<NameFeature> into)
    {
        byte generation = 0;
        var surnameText = TextFolding.ToAscii(name.Surname).ToString();
        var givenText = TextFolding.ToAscii(name.Given).ToString();
        var asides = new List<Aside>();
        surnameText = TakeAsides(surnameText, asides);
        givenText = TakeAsides(givenText, asides);
        var surname = WithoutPlaceholder(surnameText);
        var first = WithoutPlaceholder(givenText);
        var middle = NameWord.Split(name.Middle);
        DropTitles(first, keep: surname.Count > 0 ? 0 : 1);
        DropTitles(surname, keep: 1);
        DropSuffixes(surname, keep: 1, ref generation);
        DropSuffixes(first, keep: 1, ref generation);
        DropSuffixes(middle, keep: 0, ref generation);
        ReadSuffix(name.Suffix, ref generation);
        var firstTokens = NameTokens.Given(first);
        NameToken[] given = [.. firstTokens, .. NameTokens.Given(middle)];
        Add(into, name.Type, given, firstTokens.Length, NameTokens.Surname(surname), generation, orderGuessed: false, withheld: IsSaid(name.Given));
        AddAsides(into, asides);
    }

    private static List<NameWord> WithoutPlaceholder(string ascii) => Placeholders.Contains(TextFolding.FoldAscii(ascii)) ? [] : NameWord.Split(ascii.AsSpan());

    private static void ReadSuffix(string? suffix, ref byte generation)
    {
        foreach (var word in (TextFolding.Fold(suffix) ?? "").Split(' '))
        {
            generation = generation == 0 ? NameVocabulary.GenerationOf(word) : generation;
        }
    }

    private static void DropTitles(List<NameWord> words, int keep)
    {
        while (words.Count > keep && NameVocabulary.Titles.Contains(words[0].Text) && (words.Count == 1 || !words[1].Hyphened))
        {
            // "Mr and Mrs Smith".
            var isCouple = words.Count > keep + 2 && NameVocabulary.Connectors.Contains(words[1].Text) && NameVocabulary.Titles.Contains(words[2].Text);
            words.RemoveRange(0, isCouple ? 2 : 1);
        }

        if (words.Count == 1 && NameVocabulary.BareTitles.Contains(words[0].Text))
        {
            words.Clear();
        }
    }

    private static void DropSuffixes(List<NameWord> words, int keep, ref byte generation)
    {
        while (words.Count > keep)
        {
            var last = words[^1].Text;
            var said = NameVocabulary.GenerationAtEnd(last);
            if (said == 0 && !(NameVocabulary.Degrees.Contains(last) && words.Count > keep + 1))
            {
                return;
            }

            generation = generation == 0 ? said : generation;
            words.RemoveAt(words.Count - 1);
        }
    }

    private static void Add(List<NameFeature> into, NameType type, NameToken[] given, int firstCount, NameToken[] surname, byte generation, bool orderGuessed, bool withheld = false)
    {
        if (given.Length == 0 && surname.Length == 0)
        {
            return;
        }

        into.Add(new NameFeature
        {
            Type = type,
            Given = given,
            Surname = surname,
            SurnameJoined = NameTokens.Join(surname),
            Generation = generation,
            OrderGuessed = orderGuessed,
            GivenWithheld = withheld && given.Length == 0,
            FirstCount = (byte)Math.Min(firstCount, given.Length),
        });
    }
}
