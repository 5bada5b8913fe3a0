using CustomerGrains.Matching.Standardising.Text;
using CustomerGrains.Matching.Tests.Records;

namespace CustomerGrains.Matching.Tests.Standardising.Text;

public sealed class TextFoldingTests
{
    [Theory]
    [InlineData("  Hello,   World! ", "hello world")]
    [InlineData("N.Y. and U.S.A", "ny and usa")]
    [InlineData("J. Smith", "j smith")]
    [InlineData("O'Neill & Sons", "oneill and sons")]
    [InlineData("Straße Ærø Łódź", "strasse aero lodz")]
    [InlineData("e\u0301te\u0301", "ete")]
    [InlineData("ﬁne ＡＢＣ１２", "fine abc12")]
    [InlineData("a\0b\u200bc\u202Ed", "a bcd")]
    [InlineData("a\ud800b", "a b")]
    [InlineData("🙂", null)]
    [InlineData("\u202e\u200f", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Text_is_folded(string? text, string? folded) => Assert.Equal(folded, TextFolding.Fold(text));

    [Fact]
    public void Folding_again_changes_nothing() => Seeded.Run(5000, random =>
    {
        var once = TextFolding.Fold(RandomRecords.Text(random));
        Assert.Equal(once, TextFolding.Fold(once, 4096));
        Assert.Matches("^[a-z0-9]+( [a-z0-9]+)*$", once ?? "x");
    });

    [Theory]
    [InlineData("unknown", true)]
    [InlineData("not known", true)]
    [InlineData("xxx", true)]
    [InlineData("iii", false)]
    [InlineData("smith", false)]
    [InlineData("", true)]
    public void Placeholders_are_known(string folded, bool expected) => Assert.Equal(expected, Placeholders.Contains(folded));

    [Theory]
    [InlineData("0000", true)]
    [InlineData("123456", true)]
    [InlineData("987654", true)]
    [InlineData("890123", true)]
    [InlineData("12345", false)]
    [InlineData("702919", false)]
    public void Filler_numbers_are_known(string value, bool expected) => Assert.Equal(expected, Placeholders.IsFillerNumber(value));
}
