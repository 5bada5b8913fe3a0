using CustomerGrains.Portal.Wording;

namespace CustomerGrains.Portal.Tests.Wording;

public sealed class WeightTests
{
    [Theory]
    [InlineData(31.24, "31.2 bits", "+31.24")]
    [InlineData(-2.5, "\u22122.5 bits", "\u22122.50")]
    [InlineData(0, "0.0 bits", "0.00")]
    [InlineData(-0.001, "0.0 bits", "0.00")]
    [InlineData(-0.04, "0.0 bits", "\u22120.04")]
    public void Weights_carry_their_sign_as_text(double bits, string inBits, string signed)
    {
        Assert.Equal(inBits, Weight.InBits(bits));
        Assert.Equal(signed, Weight.Signed(bits));
    }
}
