using CustomerGrains.Matching.Comparing;
using CustomerGrains.Matching.Explaining;

namespace CustomerGrains.Matching.Tests.Explaining;

public sealed class LevelClausesTests
{
    [Fact]
    public void Every_level_has_its_words()
    {
        // Goal: a level that is added cannot break an explanation. What a household shares and two generations are told by sentences of their own.
        foreach (var level in Enum.GetValues<ComparisonLevel>())
        {
            if (level is ComparisonLevel.None or ComparisonLevel.GenerationDiffers || level.Describe().Attribute == ComparedAttribute.Household)
            {
                continue;
            }

            var said = (LevelClauses.IsSame(level) ? 1 : 0) + (LevelClauses.IsDifferent(level) ? 1 : 0);
            Assert.InRange(said, 0, 1);
            if (said == 0)
            {
                Assert.NotEmpty(LevelClauses.Between(level, "NHS number"));
            }
        }
    }
}
