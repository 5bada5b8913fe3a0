using CustomerGrains.Matching.Features;

namespace CustomerGrains.Matching.Tests.Features;

public sealed class SpellingSkeletonTests
{
    [Theory]
    [InlineData("sergei", "sergey")]
    [InlineData("sergei", "sergej")]
    [InlineData("keeley", "kaylee")]
    [InlineData("nuristani", "nooristani")]
    [InlineData("siddiqui", "seddiqi")]
    [InlineData("alexander", "aleksander")]
    [InlineData("wladimir", "vladimir")]
    [InlineData("mueller", "muller")]
    [InlineData("yusuf", "yousuf")]
    [InlineData("xi", "shi")]
    [InlineData("chruschtsch", "khrushch")]
    public void Ways_to_write_one_name_have_one_skeleton(string a, string b) => Assert.Equal(Of(a).Symbols, Of(b).Symbols);

    [Theory]
    [InlineData("miles", "melissa")]
    [InlineData("peter", "petra")]
    [InlineData("anna", "hanna")]
    [InlineData("marc", "mary")]
    [InlineData("44", "45")]
    public void Different_names_have_two(string a, string b) => Assert.NotEqual(Of(a).Symbols, Of(b).Symbols);

    [Theory]
    [InlineData("fysl", "faisal", true)]
    [InlineData("sdyqy", "siddiqui", true)]
    [InlineData("slmn", "salman", true)]
    [InlineData("byrd", "brad", false)]
    [InlineData("flynn", "fallon", false)]
    [InlineData("mry", "mary", false)]
    [InlineData("miles", "melissa", false)]
    public void Vowels_may_be_left_out_where_the_script_does(string a, string b, bool expected)
    {
        Assert.Equal(expected, SpellingSkeleton.AreOneWithoutVowels(Of(a), Of(b)));
        Assert.Equal(expected, SpellingSkeleton.AreOneWithoutVowels(Of(b), Of(a)));
    }

    [Theory]
    [InlineData("lavrovs", "lavrov", true)]
    [InlineData("alexander", "aleksandr", true)]
    [InlineData("alexander", "alexandra", false)]
    [InlineData("lavrov", "navros", false)]
    public void One_symbol_may_differ(string a, string b, bool expected)
    {
        Assert.Equal(expected, SpellingSkeleton.IsOneApart(Of(a), Of(b)));
        Assert.Equal(expected, SpellingSkeleton.IsOneApart(Of(b), Of(a)));
    }

    [Fact]
    public void Words_that_are_one_symbol_apart_have_a_form_in_common() => Seeded.Run(500, random =>
    {
        // Goal: a split hot key loses no such pair. Method: a random word and the same with one letter added; whenever they are one apart, their forms meet.
        var word = string.Concat(Enumerable.Range(0, random.Next(2, 16)).Select(_ => (char)('a' + random.Next(26))));
        var longer = word.Insert(random.Next(1, word.Length + 1), ((char)('a' + random.Next(26))).ToString());
        var (a, b) = (Of(word), Of(longer));
        if (SpellingSkeleton.IsOneApart(a, b))
        {
            Assert.NotEmpty(Forms(a).Intersect(Forms(b)));
        }
    });

    [Theory]
    [InlineData("alassad", "assad")]
    [InlineData("binladen", "ladin")]
    [InlineData("vanderberg", "berg")]
    public void Particles_are_not_the_core(string whole, string core) =>
        Assert.Equal(Of(core).Symbols, new NameToken { Text = whole }.Core.Symbols);

    [Theory]
    [InlineData("alice")]
    [InlineData("allan")]
    [InlineData("ben")]
    public void Names_that_only_start_like_a_particle_are_whole(string name) => Assert.Equal(Of(name), new NameToken { Text = name }.Core);

    [Fact]
    public void Long_words_are_known_by_their_first_symbols() => Assert.Equal(SpellingSkeleton.SymbolsMax, Of("wolfeschlegelsteinhausenbergerdorff").Length);

    private static SpellingSkeleton Of(string word) => SpellingSkeleton.Of(word);

    private static IEnumerable<ulong> Forms(SpellingSkeleton skeleton) => Enumerable.Range(0, skeleton.Length).Select(skeleton.Without).Append(skeleton.Symbols);
}
