using System.Text;
using CustomerGrains.Matching.Comparing;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Tests.Scoring;

public sealed class MatchingModelTests
{
    [Fact]
    public void A_model_survives_being_written_and_read()
    {
        var written = MatchingModel.Default.ToJson();
        Assert.Equal(Encoding.UTF8.GetString(written), Encoding.UTF8.GetString(MatchingModel.Parse(written).ToJson()));
    }

    [Theory]
    [InlineData("\"version\": \"", "\"edition\": \"", "version")]
    [InlineData("\"linkThreshold\": 1", "\"linkThreshold\": 0.", "linkThreshold")]
    [InlineData("\"reviewThreshold\": ", "\"reviewThreshold\": 9", "reviewThreshold")]
    [InlineData("\"oneDigit\": 450", "\"oneDigit\": \"450\"", "levels.birthDate.oneDigit")]
    [InlineData("\"rest\": ", "\"rest\": 99999", "rest")]
    [InlineData("\"oneToOneThreshold\": ", "\"oneToOneThreshold\": 9", "oneToOneThreshold")]
    [InlineData("\"missing\": -100", "\"missing\": -100, \"namesakes\": -1", "namesakes")]
    [InlineData("\"oneToOneMargin\": ", "\"oneToOneMargin\": -", "oneToOneMargin")]
    [InlineData("\"oneToOneSources\": []", "\"oneToOneSources\": \"housing\"", "oneToOneSources")]
    [InlineData("\"oneToOneSources\": []", "\"oneToOneSources\": [\"housing\", \"housing\"]", "twice")]
    [InlineData("\"oneToOneSources\": []", "\"oneToOneSources\": [\"\"]", "no name")]
    [InlineData("{", "[", "JSON")]
    public void What_is_wrong_with_a_model_is_named(string good, string bad, string named)
    {
        var json = Encoding.UTF8.GetString(MatchingModel.Default.ToJson());
        var at = json.IndexOf(good, StringComparison.Ordinal);
        Assert.True(at >= 0);
        var broken = json[..at] + bad + json[(at + good.Length)..];
        var exception = Assert.Throws<InvalidDataException>(() => MatchingModel.Parse(Encoding.UTF8.GetBytes(broken)));
        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sources_that_hold_nobody_twice_are_part_of_the_version_and_of_the_file()
    {
        var model = MatchingModel.Default.WithOneToOneSources(["register", "housing"]);
        Assert.Equal($"{MatchingModel.Default.Version}+one-to-one(housing,register)", model.Version);
        var read = MatchingModel.Parse(model.ToJson());
        Assert.Equal(model.Version, read.Version);
        Assert.Equal(["housing", "register"], read.OneToOne.Sources);
        Assert.Equal(MatchingModel.Default.ToJson(), read.WithOneToOneSources([]).ToJson());
        Assert.Throws<InvalidDataException>(() => model.WithOneToOneSources(["a", "a"]));
    }

    [Fact]
    public void What_is_asked_of_namesakes_follows_the_population_and_is_part_of_the_version_and_of_the_file()
    {
        // log2(62,000) is 15.92.
        var model = MatchingModel.Default.ForPopulation(62_000);
        Assert.Equal((1882, $"{MatchingModel.Default.Version}+namesakes(1882)"), (model.Support.Namesakes, model.Version));
        var read = MatchingModel.Parse(model.WithOneToOneSources(["housing"]).ToJson());
        Assert.Equal((1882, $"{model.Version}+one-to-one(housing)"), (read.Support.Namesakes, read.Version));
        Assert.Equal(MatchingModel.Default.ToJson(), read.WithOneToOneSources([]).ForPopulation(1).ToJson());
        Assert.Equal(1550, MatchingModel.Default.Support.Namesakes);
    }

    [Fact]
    public void A_model_file_of_before_one_to_one_sources_has_none_and_reviews_from_the_review_threshold_on()
    {
        var lines = Encoding.UTF8.GetString(MatchingModel.Default.ToJson()).Split('\n').Where(line => !line.Contains("oneToOne", StringComparison.Ordinal));
        var model = MatchingModel.Parse(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        Assert.Empty(model.OneToOne.Sources);
        Assert.Equal((model.ReviewThreshold, OneToOneRule.MarginDefault), (model.OneToOne.Threshold, model.OneToOne.Margin));
    }

    [Fact]
    public void A_model_file_of_before_a_level_was_parted_weighs_it_as_what_it_was_a_part_of()
    {
        string[] parted = ["\"adults\"", "\"twoDigits\"", "\"yearDigit\"", "\"twinsBornFrom\""];
        var text = string.Join('\n', Encoding.UTF8.GetString(MatchingModel.Default.ToJson()).Replace("\"twins\": -400,", "\"twins\": -321", StringComparison.Ordinal).Split('\n')
            .Where(line => !Array.Exists(parted, line.Contains)));
        var model = MatchingModel.Parse(Encoding.UTF8.GetBytes(text));
        Assert.Equal(-321, model.WeightOf(ComparisonLevel.HouseholdAdults));
        Assert.Equal(model.WeightOf(ComparisonLevel.IdentifierDiffers), model.WeightOf(ComparisonLevel.IdentifierTwoDigits));
        Assert.Equal(model.WeightOf(ComparisonLevel.BirthDateOneDigit), model.WeightOf(ComparisonLevel.BirthDateYearDigit));
        Assert.Equal(SupportRule.Default.TwinsBornFrom, model.Support.TwinsBornFrom);
    }

    [Fact]
    public void Common_names_weigh_less_than_rare_ones()
    {
        var model = MatchingModel.Default;
        Assert.True(model.Surnames.WeightOf("smith") < model.Surnames.WeightOf("hartley"));
        Assert.True(model.Surnames.WeightOf("hartley") < model.Surnames.WeightOf("zzyzx"));
    }
}
