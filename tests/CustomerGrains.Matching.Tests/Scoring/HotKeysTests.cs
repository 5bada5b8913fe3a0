using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Tests.Scoring;

public sealed class HotKeysTests
{
    private static readonly MatchingModel Model = MatchingModel.Default;
    private static readonly KeyHasher Hasher = new([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);

    [Theory]
    [InlineData("phone")]
    [InlineData("e-mail")]
    [InlineData("e-mail local part")]
    [InlineData("identifier")]
    [InlineData("website")]
    [InlineData("trait")]
    [InlineData("organisation name")]
    [InlineData("address of an organisation")]
    [InlineData("birth date and city")]
    public void Single_values_split_without_loss(string scheme) => Assert.True(HotKeys.LosesNothing(scheme, Model));

    [Fact]
    public void A_scheme_of_name_and_birth_date_says_what_it_gives_up() =>
        Assert.True(HotKeys.LargestWeightGivenUp("name and birth date", Model) >= Model.LinkThreshold);

    [Fact]
    public void No_pair_that_a_split_leaves_out_weighs_more_than_its_scheme_says()
    {
        var leftOut = 0;
        Seeded.Run(1500, random =>
        {
            // Goal: the bound is a bound. Method: all keys that two random records share, and what a split at each would leave out.
            var records = new RandomRecords(random);
            var (a, b) = (records.Next(RecordType.Person), records.Next(RecordType.Person));
            var weight = PairScorer.Score(a, b, Model).Weight;
            foreach (var key in BlockingSchemes.Derive(a, Hasher).Keys.Intersect(BlockingSchemes.Derive(b, Hasher).Keys))
            {
                if (!BlockingSchemes.SecondaryTraits(a, key, Hasher).Intersect(BlockingSchemes.SecondaryTraits(b, key, Hasher)).Any())
                {
                    leftOut++;
                    var scheme = BlockingSchemes.SchemeOf(a, key, Hasher)!;
                    Assert.True(weight <= HotKeys.LargestWeightGivenUp(scheme, Model), $"{scheme}: {weight}");
                }
            }
        });
        Assert.True(leftOut > 100, $"Only {leftOut} cases: the generator tests nothing.");
    }

    [Fact]
    public void An_unknown_scheme_is_refused() => Assert.Throws<ArgumentException>(() => HotKeys.LosesNothing("shoe size", Model));
}
