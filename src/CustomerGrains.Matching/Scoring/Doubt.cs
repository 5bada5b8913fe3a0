using CustomerGrains.Matching.Comparing;

namespace CustomerGrains.Matching.Scoring;

/// <summary>Of pairs that lack support for a link, those that are not worth a person's time either: relatives, neighbours and namesakes of whom something says that they are two.</summary>
/// <remarks>Review is for pairs that an answer can join. Where names, birth date and address contradict each other and nothing personal agrees, looking at the two records again tells no more than they do.</remarks>
internal static class Doubt
{
    // Less agrees than a house, a street or a slip of a birth date.
    private const int BareSupport = 2;

    /// <summary>The pair is not worth a look.</summary>
    /// <param name="findings">A pair that lacks support.</param>
    /// <param name="support">What supports it, in units.</param>
    /// <param name="namesakes">See <see cref="SupportRule.Namesakes"/>.</param>
    public static bool Is(in Findings findings, int support, int namesakes)
    {
        if (IsPersonal(findings))
        {
            return false;
        }

        var otherMiddle = findings[ComparedAttribute.Middle].Level == ComparisonLevel.MiddleDiffers;
        var elsewhere = findings[ComparedAttribute.Address].Level is ComparisonLevel.AddressMoved or ComparisonLevel.AddressDiffers;
        return (findings[ComparedAttribute.Given].Level == ComparisonLevel.GivenDiffers && otherMiddle)
            || (findings[ComparedAttribute.Surname].Level == ComparisonLevel.SurnameDiffers && (otherMiddle || !BirthDateAgrees(findings) || (!IsOfOneHome(findings) && !MayHaveMarried(findings, namesakes))))
            || (findings[ComparedAttribute.BirthDate].Level is ComparisonLevel.BirthDateDiffers or ComparisonLevel.BirthDateLoose && (elsewhere || IsOfOneHome(findings)))
            || (findings[ComparedAttribute.BirthDate].Level == ComparisonLevel.BirthDateYear && otherMiddle)
            || (support < BareSupport && (elsewhere || SomethingDiffers(findings)) && PairScorer.Sum(findings) < namesakes);
    }

    /// <summary>A name, however rare, of two ages, and nothing else agrees: in a country whose names the model does not know every name is rare.</summary>
    public static bool AreNamesakesOfOtherAge(in Findings findings, int support) =>
        !IsPersonal(findings) && findings[ComparedAttribute.BirthDate].Level == ComparisonLevel.BirthDateDiffers && support < BareSupport;

    /// <summary>A number or an e-mail address of the person agrees, give or take a slip.</summary>
    private static bool IsPersonal(in Findings findings) => findings.IdentifierAgrees || findings[ComparedAttribute.Identifier].Level == ComparisonLevel.IdentifierTwoDigits
        || findings[ComparedAttribute.Email].Level is ComparisonLevel.EmailSame or ComparisonLevel.EmailDomain or ComparisonLevel.EmailClose;

    /// <summary>A marriage changes surname and home, and leaves the given name.</summary>
    private static bool MayHaveMarried(in Findings findings, int namesakes) => findings[ComparedAttribute.Given].Level == ComparisonLevel.GivenExact && PairScorer.Sum(findings) >= namesakes;

    private static bool BirthDateAgrees(in Findings findings) => findings[ComparedAttribute.BirthDate].Level is ComparisonLevel.BirthDateExact or ComparisonLevel.BirthDateSwapped
        or ComparisonLevel.BirthDateOneDigit or ComparisonLevel.BirthDateYearNear;

    private static bool IsOfOneHome(in Findings findings) => findings[ComparedAttribute.Phone].Level == ComparisonLevel.PhoneSame
        || findings[ComparedAttribute.Address].Level is ComparisonLevel.AddressSame or ComparisonLevel.AddressUnit or ComparisonLevel.AddressHouseElsewhere or ComparisonLevel.AddressClose
            or ComparisonLevel.AddressStreet;

    private static bool SomethingDiffers(in Findings findings) => findings[ComparedAttribute.Identifier].Level is ComparisonLevel.IdentifierDiffers or ComparisonLevel.IdentifierExclusiveDiffers
        || findings[ComparedAttribute.Gender].Level == ComparisonLevel.GenderDiffers
        || findings[ComparedAttribute.Middle].Level == ComparisonLevel.MiddleDiffers;
}
