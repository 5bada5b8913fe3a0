using CustomerGrains.Matching.Comparing;

namespace CustomerGrains.Matching.Scoring;

/// <summary>Asks whether what agrees comes from different sides. The sum of weights takes attributes as independent of each other (Fellegi and Sunter 1969), and for namesakes, relatives and
/// twins they are not: what they share adds up although it has one cause.</summary>
/// <remarks>
/// <list type="bullet">
/// <item><description>One value alone, or only what a household shares (surname, address, phone), is nothing to look at. This is what makes hot keys lossless: the records at a hot phone number
/// share the phone, and those that share no second trait cannot reach the review threshold, so they need not be compared.</description></item>
/// <item><description>Names alone are nothing to act on: a birth date, an identifier, an address or a contact point must support them, or two weaker things.</description></item>
/// <item><description>Where a name or the birth date differs, more must: <see cref="SupportRule"/> says how much.</description></item>
/// <item><description>Another given name with the same surname and birth date is a twin until an identifier says otherwise, and so are two whose given names are not known; senior and junior are two.</description></item>
/// </list>
/// </remarks>
internal static class Corroboration
{
    // How much an agreement counts beside the names: several weak ones like a slip, an identifier more than anything.
    private const int Weak = 1;
    private const int Slip = 2;
    private const int Strong = 3;
    private const int Email = 4;
    private const int Identifier = 5;

    /// <summary>Nothing to look at.</summary>
    public const int Alone = int.MaxValue;

    /// <summary>What is missing for a link, in the units of support; 0 when enough agrees, <see cref="Alone"/> when only one value or a household does.</summary>
    public static int MissingIn(in Findings findings, MatchingModel model)
    {
        if (IsAlone(findings, model))
        {
            return Alone;
        }

        // An organisation is known by its name; what else agrees is in the weights.
        if (findings[ComparedAttribute.Organisation].Level != ComparisonLevel.None)
        {
            return 0;
        }

        var missing = UnitsMissing(findings, model);
        return missing > 0 && IsDoubtful(findings, missing, model) ? Alone : missing;
    }

    /// <summary>Why support is missing, for explanations; asked of pairs for which <see cref="MissingIn"/> is not 0.</summary>
    public static SupportReason ReasonOf(in Findings findings, MatchingModel model)
    {
        if (IsAlone(findings, model))
        {
            return AgreeingIn(findings) < 2 ? SupportReason.SingleValue : SupportReason.Household;
        }

        if (IsDoubtful(findings, UnitsMissing(findings, model), model) && findings[ComparedAttribute.Organisation].Level == ComparisonLevel.None)
        {
            return SupportReason.Doubtful;
        }

        if (findings[ComparedAttribute.Generation].Level == ComparisonLevel.GenerationDiffers)
        {
            return SupportReason.Generations;
        }

        if (MayBeTwins(findings))
        {
            return SupportReason.Twins;
        }

        if (AreNameless(findings))
        {
            return SupportReason.Nameless;
        }

        return (findings[ComparedAttribute.Given].Level is ComparisonLevel.GivenDiffers or ComparisonLevel.GivenMissing,
            findings[ComparedAttribute.Surname].Level == ComparisonLevel.SurnameDiffers,
            IsOtherAge(findings)) switch
        {
            (false, false, false) => SupportReason.NamesAlone,
            (false, false, true) => SupportReason.OtherAge,
            (false, true, false) => SupportReason.OtherSurname,
            (true, false, false) => SupportReason.OtherGiven,
            _ => SupportReason.Several,
        };
    }

    private static int UnitsMissing(in Findings findings, MatchingModel model)
    {
        var missing = Math.Max(0, SupportNeeded(findings, model.Support) - SupportOf(findings, model));
        return findings[ComparedAttribute.Generation].Level == ComparisonLevel.GenerationDiffers || MayBeTwins(findings) || AreNameless(findings) ? Math.Max(model.Support.Twins, missing) : missing;
    }

    private static bool IsDoubtful(in Findings findings, int missing, MatchingModel model)
    {
        if (!model.HasRelatives || (model.Without & ScoringMechanisms.Doubt) != 0)
        {
            return false;
        }

        var support = SupportOf(findings, model);
        return Doubt.Is(findings, support, model.Support.Namesakes)
            || (Doubt.AreNamesakesOfOtherAge(findings, support) && PairScorer.Sum(findings) + (missing * model.Support.Missing) >= model.ReviewThreshold);
    }

    private static int AgreeingIn(in Findings findings)
    {
        var agreeing = 0;
        foreach (ref readonly var finding in findings[..])
        {
            agreeing += finding.Level.SharesTrait() ? 1 : 0;
        }

        return agreeing;
    }

    /// <summary>Another given name with the same surname and birth date, and no identifier that says it is one person.</summary>
    private static bool MayBeTwins(in Findings findings) => findings[ComparedAttribute.Household].Level != ComparisonLevel.HouseholdAdults
        && findings[ComparedAttribute.Given].Level == ComparisonLevel.GivenDiffers
        && findings[ComparedAttribute.BirthDate].Level is ComparisonLevel.BirthDateExact or ComparisonLevel.BirthDateSwapped
        && findings[ComparedAttribute.Surname].Level.SharesTrait()
        && !findings.IdentifierAgrees
        && findings[ComparedAttribute.Identifier].Level != ComparisonLevel.IdentifierTwoDigits;

    /// <summary>Nobody's given name is known ("Baby Girl Smith", "Anonymous"), and neither a number nor an e-mail address of the person is the same, save for one slip in one house: twins, again.</summary>
    private static bool AreNameless(in Findings findings) => findings[ComparedAttribute.Given].Level == ComparisonLevel.GivenUnknown
        && findings[ComparedAttribute.Identifier].Level is not (ComparisonLevel.IdentifierExclusiveSame or ComparisonLevel.IdentifierSame)
        && !(findings[ComparedAttribute.Identifier].Level == ComparisonLevel.IdentifierOneDigit && findings[ComparedAttribute.Address].Level == ComparisonLevel.AddressSame)
        && findings[ComparedAttribute.Email].Level is not (ComparisonLevel.EmailSame or ComparisonLevel.EmailDomain or ComparisonLevel.EmailClose);

    /// <summary>More has to speak for one person, the more of name and age speaks against it.</summary>
    private static int SupportNeeded(in Findings findings, SupportRule rule)
    {
        var otherGiven = findings[ComparedAttribute.Given].Level == ComparisonLevel.GivenDiffers;
        var otherSurname = findings[ComparedAttribute.Surname].Level == ComparisonLevel.SurnameDiffers;
        var otherAge = findings[ComparedAttribute.BirthDate].Level == ComparisonLevel.BirthDateDiffers;
        if (findings.IdentifierAgrees)
        {
            return otherGiven && otherSurname ? rule.IdentifiedNames : otherGiven || otherSurname ? rule.Identified : rule.Names;
        }

        otherGiven |= findings[ComparedAttribute.Given].Level == ComparisonLevel.GivenMissing;
        return (otherGiven, otherSurname, otherAge) switch
        {
            (false, false, false) => rule.Names,
            (false, false, true) => rule.OtherAge,
            (false, true, false) => rule.OtherSurname,
            (true, false, false) => rule.OtherGiven,
            _ => rule.Several,
        };
    }

    /// <summary>Another birth date than a slip would make of it.</summary>
    private static bool IsOtherAge(in Findings findings) => findings[ComparedAttribute.BirthDate].Level
        is ComparisonLevel.BirthDateDiffers or ComparisonLevel.BirthDateLoose or ComparisonLevel.BirthDateYear;

    /// <summary>Born near in the year some years apart, or in one year on different days under names that are only alike: a slip, or brothers, cousins. Then what a household shares supports nothing.</summary>
    private static bool MayBeSiblings(in Findings findings) => !findings.IdentifierAgrees && findings[ComparedAttribute.BirthDate].Level switch
    {
        ComparisonLevel.BirthDateLoose or ComparisonLevel.BirthDateYearDigit => true,
        ComparisonLevel.BirthDateYear => findings[ComparedAttribute.Given].Level != ComparisonLevel.GivenExact || findings[ComparedAttribute.Middle].Level == ComparisonLevel.MiddleDiffers,
        _ => false,
    };

    private static bool IsAlone(in Findings findings, MatchingModel model)
    {
        var agreeing = 0;
        var surname = false;
        var email = false;
        var personal = false;
        for (var attribute = ComparedAttribute.Given; attribute <= ComparedAttribute.Household; attribute++)
        {
            var level = findings[attribute].Level;
            var shares = level.SharesTrait();
            agreeing += shares ? 1 : 0;
            switch (attribute)
            {
                case ComparedAttribute.Surname:
                    surname = shares;
                    break;
                case ComparedAttribute.Email:
                    email = shares;
                    break;
                case ComparedAttribute.Address or ComparedAttribute.Phone:
                    break;
                default:
                    personal |= shares || level is ComparisonLevel.GivenInitial or ComparisonLevel.GivenMissing;
                    break;
            }
        }

        return agreeing < 2 || (model.HasRelatives && !(personal || (surname && email)));
    }

    private static int SupportOf(in Findings findings, MatchingModel model)
    {
        var support = 0;
        var household = 0;
        foreach (ref readonly var finding in findings[..])
        {
            household += finding.Level switch
            {
                ComparisonLevel.AddressSame or ComparisonLevel.AddressUnit or ComparisonLevel.AddressHouseElsewhere or ComparisonLevel.AddressClose
                    or ComparisonLevel.PhoneSame or ComparisonLevel.IdentifierHousehold => Strong,
                _ => 0,
            };
            support += finding.Level switch
            {
                ComparisonLevel.IdentifierExclusiveSame or ComparisonLevel.IdentifierSame or ComparisonLevel.IdentifierOneDigit or ComparisonLevel.IdentifierPart
                    or ComparisonLevel.IdentifierOtherKind => Identifier,
                ComparisonLevel.EmailSame or ComparisonLevel.EmailDomain or ComparisonLevel.EmailClose => Email,
                ComparisonLevel.BirthDateExact or ComparisonLevel.BirthDateSwapped or ComparisonLevel.DeathDateAgrees
                    or ComparisonLevel.WebsiteSame or ComparisonLevel.RegistrationSame or ComparisonLevel.TraitSame => Strong,
                ComparisonLevel.BirthDateOneDigit or ComparisonLevel.BirthDateYearNear or ComparisonLevel.IdentifierTwoDigits
                    or ComparisonLevel.AddressStreet or ComparisonLevel.EmployerSame or ComparisonLevel.EmployerClose => Slip,
                ComparisonLevel.BirthDateYearDigit or ComparisonLevel.BirthDateTwoParts or ComparisonLevel.BirthDatePartial or ComparisonLevel.BirthDateDefault or ComparisonLevel.BirthDateNear or ComparisonLevel.BirthDateLoose
                    or ComparisonLevel.AddressPostcode or ComparisonLevel.AddressCity
                    or ComparisonLevel.PhoneOneDigit or ComparisonLevel.EmailLocalPart or ComparisonLevel.EmailRole
                    or ComparisonLevel.TraitClose or ComparisonLevel.BirthPlaceSame or ComparisonLevel.BirthPlaceClose
                    or ComparisonLevel.MiddleExact or ComparisonLevel.GenerationSame => Weak,
                _ => 0,
            };
        }

        // Address, phone and account have one cause: the household.
        return support + (MayBeSiblings(findings) && (model.Without & ScoringMechanisms.Siblings) == 0 ? 0 : Math.Min(household, Strong + Weak));
    }
}
