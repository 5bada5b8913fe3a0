using CustomerGrains.Matching.Standardising.Names;

namespace CustomerGrains.Matching.Tests.Standardising.Names;

public sealed class DoubleMetaphoneTests
{
    // Our own words, coded by hand from Philips' rules: each shows one rule.
    [Theory]
    [InlineData("smith", "SM0", "XMT")]
    [InlineData("schmidt", "XMT", "SMT")]
    [InlineData("thompson", "TMPS", "TMPS")]
    [InlineData("thorpe", "0RP", "TRP")]
    [InlineData("wright", "RT", "RT")]
    [InlineData("knight", "NT", "NT")]
    [InlineData("philip", "FLP", "FLP")]
    [InlineData("jose", "HS", "HS")]
    [InlineData("john", "JN", "AN")]
    [InlineData("xavier", "SF", "SFR")]
    [InlineData("michael", "MKL", "MXL")]
    [InlineData("chiara", "KR", "KR")]
    [InlineData("chester", "XSTR", "XSTR")]
    [InlineData("archer", "ARXR", "ARKR")]
    [InlineData("czerny", "SRN", "XRN")]
    [InlineData("bacci", "PX", "PX")]
    [InlineData("mccarthy", "MKR0", "MKRT")]
    [InlineData("edgar", "ATKR", "ATKR")]
    [InlineData("edge", "AJ", "AJ")]
    [InlineData("gerard", "KRRT", "JRRT")]
    [InlineData("laugh", "LF", "LF")]
    [InlineData("hugh", "H", "H")]
    [InlineData("ghislane", "JLN", "JLN")]
    [InlineData("agnes", "AKNS", "ANS")]
    [InlineData("tagliari", "TKLR", "TLR")]
    [InlineData("castillo", "KSTL", "KST")]
    [InlineData("dumb", "TM", "TM")]
    [InlineData("campbell", "KMPL", "KMPL")]
    [InlineData("rogier", "RJ", "RJR")]
    [InlineData("carlisle", "KRLL", "KRLL")]
    [InlineData("schenker", "XNKR", "SKNK")]
    [InlineData("filipowicz", "FLPT", "FLPF")]
    [InlineData("arnow", "ARN", "ARNF")]
    [InlineData("breaux", "PR", "PR")]
    [InlineData("zhao", "J", "J")]
    [InlineData("pizza", "PS", "PTS")]
    [InlineData("wasserman", "ASRM", "FSRM")]
    [InlineData("", "", "")]
    [InlineData("h", "", "")]
    public void Words_sound_as_the_rules_say(string word, string primary, string alternate) =>
        Assert.Equal((primary, alternate), DoubleMetaphone.Encode(word));

    [Fact]
    public void Case_does_not_matter_and_codes_stay_short() => Seeded.Run(5000, random =>
    {
        var letters = new char[random.Next(100)];
        for (var i = 0; i < letters.Length; i++)
        {
            letters[i] = random.Next(20) == 0 ? ' ' : (char)random.Next('a', 'z' + 1);
        }

        var (primary, alternate) = DoubleMetaphone.Encode(letters);
        Assert.Equal((primary, alternate), DoubleMetaphone.Encode(new string(letters).ToUpperInvariant()));
        Assert.Matches("^[A0FHJKLMNPRSTX]{0,4}$", primary);
        Assert.Matches("^[A0FHJKLMNPRSTX]{0,4}$", alternate);
    });
}
