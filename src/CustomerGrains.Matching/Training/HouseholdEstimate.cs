using CustomerGrains.Matching.Comparing;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Training;

/// <summary>Whether people who share an address, a phone or a birth date and differ in given name or age are relatives, as in most places, or the same people badly written.</summary>
/// <param name="Level">The household level.</param>
/// <param name="Pairs">Pairs that show it.</param>
/// <param name="Errors">Those of them that are one customer by estimate.</param>
/// <param name="Weight">Weight of the level, in hundredths of a bit.</param>
internal sealed record HouseholdEstimate(ComparisonLevel Level, double Pairs, double Errors, int Weight)
{
    /// <summary>A weight of a household level at which nothing is taken back, whatever is shared.</summary>
    public const int TakesNothingBack = 6000;

    /// <summary>Share of such pairs that must be errors for them to be read as one customer. Less than half, because pairs that were kept apart so far could not show how often errors strike.</summary>
    private const double ErrorsMin = 0.4;

    /// <summary>Pairs of twins for each person: about 1.6 in 100 births are of twins (Office for National Statistics, Birth characteristics in England and Wales, 2021: 13.7 multiple births
    /// in 1,000 maternities; other countries between 9 and 18), so this is many rather than few.</summary>
    private const double TwinPairsPerPerson = 0.016;

    /// <summary>Estimates the levels.</summary>
    /// <remarks>
    /// If errors strike attributes one by one, then among pairs of one customer the share that has another given name, shares a contact and agrees in no identifier is the product of the three
    /// shares, each of which is known from the customers found. Where such pairs are about as many as that, they are errors: there are no households, as in many generated sets or in a register
    /// of one person for each house. Where there are many times more, they are relatives. Of twins it is known besides how many there can be at most.
    /// </remarks>
    /// <param name="within">Pairs within customers.</param>
    /// <param name="candidates">Pairs that share a blocking key.</param>
    /// <param name="records">Number of records.</param>
    /// <param name="customers">Number of customers found.</param>
    public static HouseholdEstimate[] Of(PairTable within, PairTable candidates, int records, int customers, MatchingModel model, MatchingModel prior)
    {
        if (within.Pairs.Length == 0)
        {
            return [];
        }

        var seen = new double[LevelDescriptions.Count];
        foreach (var pair in candidates.Pairs)
        {
            seen[(int)candidates.Patterns[pair.Pattern][ComparedAttribute.Household]] += pair.Conflict ? 0 : 1;
        }

        var share = ErrorShares.Of(within, model, prior);
        var ofName = within.Pairs.Length * share.OtherName * share.Contact * (1 - share.Birth) * share.NoIdentifier;
        var ofAge = within.Pairs.Length * share.OtherAge * share.Contact * share.NoIdentifier;
        var noRelatives = AreErrors(ofName + ofAge, seen[(int)ComparisonLevel.HouseholdGivenName] + seen[(int)ComparisonLevel.HouseholdAge]);

        var perCustomer = (double)records / customers;
        // Of what age they are is known of the pairs and not of how many errors there are.
        var likeTwins = seen[(int)ComparisonLevel.HouseholdTwins] + seen[(int)ComparisonLevel.HouseholdAdults];
        var ofTwins = Math.Max(within.Pairs.Length * share.OtherName * share.Birth * share.NoIdentifier, likeTwins - (TwinPairsPerPerson * customers * perCustomer * perCustomer));
        return
        [
            Estimate(ComparisonLevel.HouseholdGivenName, ofName, noRelatives),
            Estimate(ComparisonLevel.HouseholdAge, ofAge, noRelatives),
            Estimate(ComparisonLevel.HouseholdTwins, ofTwins, AreErrors(ofTwins, likeTwins)),
        ];

        HouseholdEstimate Estimate(ComparisonLevel level, double errors, bool areErrors) =>
            new(level, seen[(int)level], errors, areErrors ? TakesNothingBack : prior.WeightOf(level));
    }

    private static bool AreErrors(double errors, double pairs) => pairs > 0 && errors >= ErrorsMin * pairs;

    /// <summary>Shares among pairs of one customer.</summary>
    /// <param name="OtherName">Another given name.</param>
    /// <param name="OtherAge">The same given name as far as known, and another age.</param>
    /// <param name="Contact">The same address, phone or account.</param>
    /// <param name="Birth">The same surname and birth date.</param>
    /// <param name="NoIdentifier">No identifier agrees.</param>
    private readonly record struct ErrorShares(double OtherName, double OtherAge, double Contact, double Birth, double NoIdentifier)
    {
        public static ErrorShares Of(PairTable within, MatchingModel model, MatchingModel prior)
        {
            var all = (double)within.Pairs.Length;
            LevelPattern PatternOf(ComparedPair pair) => within.Patterns[pair.Pattern];
            var contact = within.Pairs.Count(pair => SharesContact(PatternOf(pair))) / all;
            var birth = within.Pairs.Count(pair => SharesBirth(PatternOf(pair))) / all;
            var noIdentifier = within.Pairs.Count(pair => !AgreesInIdentifier(PatternOf(pair), prior)) / all;

            // How often names and ages differ is asked of pairs that no rule for households touches and that would be found although they differ.
            var spare = new Spare(model);
            var free = within.Pairs.Where(pair => !SharesContact(PatternOf(pair))).ToArray();
            var named = free.Where(pair => !SharesBirth(PatternOf(pair)) && spare.IsLinkWithout(pair, PatternOf(pair), ComparedAttribute.Given)).ToArray();
            var aged = free.Where(pair => spare.IsLinkWithout(pair, PatternOf(pair), ComparedAttribute.BirthDate)).ToArray();
            return new ErrorShares(Share(named, IsOtherName), Share(aged, IsOtherAge), contact, birth, noIdentifier);

            double Share(ComparedPair[] sparing, Func<LevelPattern, bool> differs) =>
                (sparing.Count(pair => differs(PatternOf(pair))) + (Spare.OverallPairs * within.Pairs.Count(pair => differs(PatternOf(pair))) / all)) / (sparing.Length + Spare.OverallPairs);
        }
    }

    private static bool IsOtherName(LevelPattern pattern) => pattern[ComparedAttribute.Given] == ComparisonLevel.GivenDiffers;

    private static bool IsOtherAge(LevelPattern pattern) => !IsOtherName(pattern)
        && (pattern[ComparedAttribute.BirthDate] is ComparisonLevel.BirthDateDiffers or ComparisonLevel.BirthDateLoose
            || pattern[ComparedAttribute.Generation] == ComparisonLevel.GenerationDiffers);

    private static bool SharesContact(LevelPattern pattern) => pattern[ComparedAttribute.Phone] == ComparisonLevel.PhoneSame
        || pattern[ComparedAttribute.Identifier] == ComparisonLevel.IdentifierHousehold
        || pattern[ComparedAttribute.Address] is ComparisonLevel.AddressSame or ComparisonLevel.AddressUnit or ComparisonLevel.AddressHouseElsewhere or ComparisonLevel.AddressClose;

    private static bool SharesBirth(LevelPattern pattern) => pattern[ComparedAttribute.BirthDate] is ComparisonLevel.BirthDateExact or ComparisonLevel.BirthDateSwapped
        && pattern[ComparedAttribute.Surname].SharesTrait();

    private static bool AgreesInIdentifier(LevelPattern pattern, MatchingModel prior) =>
        pattern[ComparedAttribute.Identifier] is var level && level is not (ComparisonLevel.None or ComparisonLevel.IdentifierHousehold) && prior.WeightOf(level) > 0;
}
