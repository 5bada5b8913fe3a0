using System.Globalization;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising.Contacts;

namespace CustomerGrains.Matching.Tests.Standardising.Contacts;

public sealed class PhoneTests
{
    [Theory]
    [InlineData("702-919-1300", "US", "+17029191300")]
    [InlineData("(702) 919 1300 ext. 12", "US", "+17029191300")]
    [InlineData("+1 702.919.1300", "GB", "+17029191300")]
    [InlineData("020 7946 0958", "GB", "+442079460958")]
    [InlineData("+44 (0)20 7946 0958", "US", "+442079460958")]
    [InlineData("0044 20 7946 0958", "GB", "+442079460958")]
    [InlineData("442079460958", "GB", "+442079460958")]
    [InlineData("0491 570 156", "AU", "+61491570156")]
    [InlineData("030 901820", "DE", "+4930901820")]
    [InlineData("1-800-FLOWERS", "US", "+18003569377")]
    [InlineData("０２０ ７９４６ ０９５８", "GB", "+442079460958")]
    [InlineData("702-555-0100", "US", "+17025550100")]
    public void Numbers_come_out_as_E164(string written, string region, string expected)
    {
        var phone = PhoneReader.Read(new Phone(written), region);
        Assert.Equal(expected, phone?.Number);
        Assert.True(phone?.IsValid);
    }

    [Theory]
    [InlineData("07700 900123", null, "GB", true)]
    [InlineData("020 7946 0958", null, "GB", false)]
    [InlineData("020 7946 0958", "Mobile", "GB", true)]
    [InlineData("702-919-1300", "CELL", "US", true)]
    [InlineData("702-919-1300", "HOME", "US", false)]
    [InlineData("0151 23456789", null, "DE", true)]
    public void Mobile_is_told_by_the_plan_or_the_label(string written, string? label, string region, bool expected) =>
        Assert.Equal(expected, PhoneReader.Read(new Phone(written, label), region)?.IsMobile);

    [Theory]
    [InlineData("")]
    [InlineData("n/a")]
    [InlineData("1234")]
    [InlineData("0000000000")]
    [InlineData("999 999 9999")]
    [InlineData("1234567890")]
    [InlineData("0123456789")]
    [InlineData("+44 0000 000000")]
    [InlineData("01111 111111")]
    public void Filler_is_no_number(string written) => Assert.Null(PhoneReader.Read(new Phone(written), "GB"));

    [Fact]
    public void What_fits_no_plan_keeps_its_digits() =>
        Assert.Equal(new PhoneFeature("123098", IsMobile: false, IsValid: false), PhoneReader.Read(new Phone("12-30-98"), "US"));

    [Fact]
    public void An_unknown_region_is_survived() => Assert.Equal("+442079460958", PhoneReader.Read(new Phone("+44 20 7946 0958"), "??")?.Number);

    // Goal: the fast path may differ from libphonenumber in nothing but speed. Method: random digits in the forms it takes, read both ways.
    [Fact]
    public void The_fast_path_answers_as_the_library_does()
    {
        var taken = 0;
        Seeded.Run(20_000, random =>
        {
            var region = random.Next(4) switch { 0 => "US", 1 => "GB", 2 => "AU", _ => "CA" };
            var prefix = random.Next(6) switch { 0 => "+1 ", 1 => "+44 ", 2 => "+61 ", 3 => "+44 (0)", 4 => "0", _ => "" };
            var text = prefix + (random.NextInt64(100_000_000_000) % (long)Math.Pow(10, random.Next(9, 12))).ToString("# ### ####", CultureInfo.InvariantCulture).Trim();
            var digits = new string([.. text.Where(char.IsAsciiDigit)]);
            if (PhonePlans.Read(text, digits, region) is { } fast)
            {
                taken++;
                Assert.True(fast == PhoneReader.ReadByLibrary(text, region), $"{text} in {region}: {fast} against {PhoneReader.ReadByLibrary(text, region)}");
            }
        });
        Assert.True(taken > 2_000 || Environment.GetEnvironmentVariable("CG_SEED") is not null, $"Only {taken} numbers took the fast path.");
    }
}
