using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Comparing;

/// <content>What one pair of names says, in one order of given name and surname.</content>
internal static partial class PairComparer
{
    /// <summary>Most that names say in which a part contradicts, in hundredths of a bit: a rare name in common with another middle name is a relative's or a namesake's, and then its rarity says nothing.</summary>
    internal const int ContradictedNamesMax = 700;

    private partial struct NameFindings
    {
        public Finding Given;
        public Finding Surname;
        public Finding Order;
        public Finding Middle;

        private readonly bool Any => Given.Level != ComparisonLevel.None || Surname.Level != ComparisonLevel.None;

        private readonly int Total => Given.Weight + Surname.Weight + Order.Weight + Middle.Weight;

        // Equal weights are told apart by the levels, which do not depend on which record comes first.
        private readonly long Levels =>
            ((long)Order.Level << 24) | ((long)Given.Level << 16) | ((long)Surname.Level << 8) | (long)Middle.Level;

        public readonly bool IsBetterThan(in NameFindings other) => !Any ? false
            : !other.Any ? true
            : Total != other.Total ? Total > other.Total
            : Levels < other.Levels;

        /// <summary>The findings held down to what names can say in which a part contradicts.</summary>
        /// <param name="others">Words are left over on both sides.</param>
        /// <param name="model">The model.</param>
        public readonly NameFindings Contradicted(bool others, MatchingModel model)
        {
            if (!others && Middle.Level != ComparisonLevel.MiddleDiffers)
            {
                return this;
            }

            var known = Given.Level is ComparisonLevel.GivenDiffers || Surname.Level is ComparisonLevel.SurnameDiffers;
            var middle = Middle.Level == ComparisonLevel.MiddleDiffers || known ? Middle : new Finding(ComparisonLevel.MiddleDiffers, model.WeightOf(ComparisonLevel.MiddleDiffers), Given.A, Given.B);
            var excess = Total - Middle.Weight + middle.Weight - ContradictedNamesMax;
            return this with { Middle = excess <= 0 ? middle : middle with { Level = ComparisonLevel.MiddleDiffers, Weight = middle.Weight - excess } };
        }

        public static NameFindings Straight(NameFeature a, NameFeature b, int i, int j, MatchingModel model)
        {
            if (IsWrittenTogether(a, b) || IsWrittenTogether(b, a))
            {
                var parted = a.Given.Length > 0 ? a : b;
                return new NameFindings
                {
                    Given = Valued(ComparisonLevel.GivenExact, GivenWeight(parted.Given[0], model), model, i, j),
                    Surname = Valued(ComparisonLevel.SurnameExact, SurnameWeight(parted, model), model, i, j),
                };
            }

            var given = CompareGiven(a.Given, b.Given, model, i, j);
            return new NameFindings
            {
                Given = given,
                Surname = CompareSurnames(a, b, model, i, j),
                Middle = given.Level == ComparisonLevel.GivenOther ? default : CompareMiddle(a, b, model, i, j),
            };
        }

        /// <summary>"ramimakhlouf" for "rami makhlouf".</summary>
        private static bool IsWrittenTogether(NameFeature together, NameFeature parted) => together.Given.Length == 0 && together.Surname.Length == 1
            && parted.Given.Length == 1 && parted.SurnameJoined is { } surname
            && parted.Given[0].Text.Length + surname.Length == together.Surname[0].Text.Length
            && together.Surname[0].Text.StartsWith(parted.Given[0].Text, StringComparison.Ordinal)
            && together.Surname[0].Text.EndsWith(surname, StringComparison.Ordinal);

        public static NameFindings Crossed(NameFeature a, NameFeature b, int i, int j, MatchingModel model)
        {
            var first = Crossing(a.Given, b.Surname, model);
            var second = Crossing(b.Given, a.Surname, model);
            if (first.Likeness >= Likeness.Initial && second.Likeness >= Likeness.Initial)
            {
                return default;
            }

            // Which of the two crossings stands for the given name must not depend on which record comes first.
            if (second.IsBetterThan(first))
            {
                (first, second) = (second, first);
            }

            return new NameFindings
            {
                Given = first.IsMissing ? default : GivenFinding(first.Likeness, first.Weight, model, i, j),
                Surname = second.IsMissing ? default : SurnameFinding(second.Likeness, second.Weight, model, i, j),
                Order = a.OrderGuessed || b.OrderGuessed ? default : Found(ComparisonLevel.NameOrderSwapped, model, i, j),
            };
        }

        private static NameCrossing Crossing(NameToken[] given, NameToken[] surname, MatchingModel model)
        {
            var best = new NameCrossing(Likeness.Different, 0, IsMissing: true);
            if (given.Length == 0 || surname.Length == 0)
            {
                return best;
            }

            foreach (var word in surname)
            {
                var likeness = LikenessOf(given[0], word);
                var crossing = new NameCrossing(likeness, likeness < Likeness.Initial ? Math.Min(WeightOf(given[0], model), WeightOf(word, model)) : 0, IsMissing: false);
                best = crossing.IsBetterThan(best) ? crossing : best;
            }

            return best;
        }

        // It is not known which of the two a crossed name is, so it weighs as the commoner.
        private static int WeightOf(NameToken name, MatchingModel model) => name.IsInitial
            ? model.WeightOf(ComparisonLevel.GivenInitial) - model.WeightOf(ComparisonLevel.GivenExact)
            : Math.Min(model.GivenNames.WeightOf(name.Text), model.Surnames.WeightOf(name.Text));
    }

    private readonly record struct NameCrossing(Likeness Likeness, int Weight, bool IsMissing)
    {
        public bool IsBetterThan(NameCrossing other) => IsMissing != other.IsMissing ? !IsMissing
            : Likeness != other.Likeness ? Likeness < other.Likeness
            : Weight > other.Weight;
    }
}
