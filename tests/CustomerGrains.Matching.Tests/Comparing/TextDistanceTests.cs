using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Comparing;

namespace CustomerGrains.Matching.Tests.Comparing;

public sealed class TextDistanceTests
{
    [Theory]
    [InlineData("smith", "smith", 0)]
    [InlineData("smith", "smyth", 1)]
    [InlineData("smith", "smiht", 1)]
    [InlineData("smith", "smiths", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    public void Edits_are_counted(string a, string b, int edits)
    {
        Assert.Equal(edits, TextDistance.Edits(a, b, 5));
        Assert.Equal(edits, TextDistance.Edits(b, a, 5));
        Assert.Equal(Math.Min(edits, 2), TextDistance.Edits(a, b, 1));
    }

    [Fact]
    public void One_edit_is_found_the_fast_way_as_the_slow_way() => Seeded.Run(5000, random =>
    {
        var (a, b) = (Word(random), Word(random));
        b = random.Next(2) == 0 ? b : a.Remove(random.Next(a.Length), 1);
        Assert.Equal(TextDistance.Edits(a, b, 1) <= 1, TextDistance.IsOneEdit(a, b));
    });

    [Theory]
    [InlineData("martha", "marhta", 961)]
    [InlineData("dwayne", "duane", 840)]
    [InlineData("dixon", "dicksonx", 813)]
    [InlineData("abc", "xyz", 0)]
    public void Similarity_is_that_of_Jaro_and_Winkler(string a, string b, int thousandths) =>
        Assert.InRange(TextDistance.Similarity(a, b), thousandths - 2, thousandths + 2);

    [Fact]
    public void Similarity_does_not_depend_on_which_comes_first() => Seeded.Run(2000, random =>
    {
        var (a, b) = (Word(random), Word(random));
        Assert.Equal(TextDistance.Similarity(a, b), TextDistance.Similarity(b, a));
    });

    [Fact]
    public void Words_of_nearly_the_same_spelling_share_a_form() => Seeded.Run(3000, random =>
    {
        // Goal: no typing error hides a pair at a split hot key. Method: slips at random places, forgiven or not.
        var word = Word(random);
        var typed = word;
        for (var slips = random.Next(3); slips > 0; slips--)
        {
            var at = random.Next(typed.Length);
            typed = random.Next(3) switch
            {
                0 => typed.Length > 1 ? typed.Remove(at, 1) : typed,
                1 => typed.Insert(at, $"{(char)('a' + random.Next(4))}"),
                _ => at + 1 < typed.Length ? $"{typed[..at]}{typed[at + 1]}{typed[at]}{typed[(at + 2)..]}" : typed,
            };
        }

        if (PairComparer.IsCloseSpelling(word, typed))
        {
            Assert.NotEmpty(Forms(word).Intersect(Forms(typed)));
        }
    });

    private static HashSet<string> Forms(string word)
    {
        var forms = new HashSet<string>();
        SpellingTraits.Enumerate(word, form => forms.Add(form));
        return forms;
    }

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, random.Next(2, 11)).Select(_ => (char)('a' + random.Next(4))));
}
