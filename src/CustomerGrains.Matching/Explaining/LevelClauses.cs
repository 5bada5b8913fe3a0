using CustomerGrains.Matching.Comparing;

namespace CustomerGrains.Matching.Explaining;

/// <summary>What a level says in a sentence.</summary>
internal static class LevelClauses
{
    /// <summary>How staff name an attribute.</summary>
    public static string NameOf(ComparedAttribute attribute) => attribute switch
    {
        ComparedAttribute.BirthDate => "date of birth",
        ComparedAttribute.DeathDate => "date of death",
        ComparedAttribute.BirthPlace => "place of birth",
        ComparedAttribute.Phone => "phone number",
        ComparedAttribute.Email => "e-mail address",
        _ => attribute.InWords(),
    };

    /// <summary>The value is the same.</summary>
    public static bool IsSame(ComparisonLevel level) => level is ComparisonLevel.GivenExact or ComparisonLevel.SurnameExact or ComparisonLevel.MiddleExact or ComparisonLevel.GenerationSame
        or ComparisonLevel.BirthDateExact or ComparisonLevel.DeathDateAgrees or ComparisonLevel.GenderSame or ComparisonLevel.AddressSame or ComparisonLevel.PhoneSame
        or ComparisonLevel.EmailSame or ComparisonLevel.IdentifierExclusiveSame or ComparisonLevel.IdentifierSame or ComparisonLevel.OrganisationSame or ComparisonLevel.WebsiteSame
        or ComparisonLevel.EmployerSame or ComparisonLevel.BirthPlaceSame or ComparisonLevel.NationalitySame or ComparisonLevel.RegistrationSame or ComparisonLevel.TraitSame;

    /// <summary>The value is another.</summary>
    public static bool IsDifferent(ComparisonLevel level) => level is ComparisonLevel.GivenDiffers or ComparisonLevel.SurnameDiffers or ComparisonLevel.MiddleDiffers
        or ComparisonLevel.BirthDateDiffers or ComparisonLevel.DeathDateDiffers or ComparisonLevel.GenderDiffers or ComparisonLevel.AddressDiffers or ComparisonLevel.PhoneDiffers
        or ComparisonLevel.EmailDiffers or ComparisonLevel.IdentifierDiffers or ComparisonLevel.IdentifierExclusiveDiffers or ComparisonLevel.OrganisationDiffers
        or ComparisonLevel.WebsiteDiffers or ComparisonLevel.EmployerDiffers or ComparisonLevel.BirthPlaceDiffers or ComparisonLevel.NationalityDiffers
        or ComparisonLevel.RegistrationDiffers or ComparisonLevel.TraitDiffers;

    /// <summary>What lies between, as a clause of its own.</summary>
    /// <param name="level">Neither the same nor different.</param>
    /// <param name="identifier">Kind of identifier, e.g. "NHS number".</param>
    public static string Between(ComparisonLevel level, string identifier) => level switch
    {
        ComparisonLevel.GivenNickname => "the given names are forms of one name",
        ComparisonLevel.GivenSound => "the given names sound alike",
        ComparisonLevel.GivenClose => "the given names differ as by a typing slip",
        ComparisonLevel.GivenOther => "the given name of one is the middle name of the other",
        ComparisonLevel.GivenInitial => "the initial fits the given name",
        ComparisonLevel.GivenUnknown => "neither given name is known",
        ComparisonLevel.GivenMissing => "both records leave out the given name",
        ComparisonLevel.SurnamePart => "one surname is a part of the other",
        ComparisonLevel.SurnameFormer => "the surname of one is the former surname of the other",
        ComparisonLevel.SurnameSound => "the surnames sound alike",
        ComparisonLevel.SurnameClose => "the surnames differ as by a typing slip",
        ComparisonLevel.SurnameInitial => "the initial fits the surname",
        ComparisonLevel.NameOrderSwapped => "given name and surname are swapped",
        ComparisonLevel.MiddleInitial => "the middle initial fits",
        ComparisonLevel.BirthDateDefault => "the date of birth is one that is written where none is known",
        ComparisonLevel.BirthDateSwapped => "day and month of birth are swapped",
        ComparisonLevel.BirthDateOneDigit => "the date of birth looks like a slip of one digit",
        ComparisonLevel.BirthDateYearDigit => "the birthday is the same, and the year looks like a slip of one digit",
        ComparisonLevel.BirthDateYearNear => "the birthday is the same, one year apart",
        ComparisonLevel.BirthDateTwoParts => "the date of birth differs in one part only",
        ComparisonLevel.BirthDateBirthday => "the birthday is the same, in another year",
        ComparisonLevel.BirthDateNear => "they were born within about a year",
        ComparisonLevel.BirthDatePartial => "the date of birth agrees as far as it is known",
        ComparisonLevel.BirthDateYear => "they were born on different days of one year",
        ComparisonLevel.BirthDateLoose => "the dates of birth are only loosely alike",
        ComparisonLevel.AddressUnit => "the house is the same, the flat another",
        ComparisonLevel.AddressHouseElsewhere => "number and street are the same, in another place",
        ComparisonLevel.AddressClose => "the addresses are nearly the same",
        ComparisonLevel.AddressStreet => "the street is the same, the number another",
        ComparisonLevel.AddressPostcode => "the postcode is the same",
        ComparisonLevel.AddressCity => "the city is the same",
        ComparisonLevel.AddressArea => "the postcode area is the same",
        ComparisonLevel.AddressMoved => "the address is another in the same area",
        ComparisonLevel.PhoneOneDigit => "the phone numbers are one digit apart",
        ComparisonLevel.EmailDomain or ComparisonLevel.EmailClose => "the e-mail addresses are nearly the same",
        ComparisonLevel.EmailLocalPart => "the e-mail name is the same at another provider",
        ComparisonLevel.EmailRole => "they share the e-mail address of an office",
        ComparisonLevel.IdentifierOneDigit => $"the {identifier}s are one digit apart",
        ComparisonLevel.IdentifierTwoDigits => $"the {identifier}s are two slips apart",
        ComparisonLevel.IdentifierPart => $"one {identifier} is a part of the other",
        ComparisonLevel.IdentifierOtherKind => "one number stands under two kinds",
        ComparisonLevel.IdentifierHousehold => $"they share the {identifier}, as a household may",
        ComparisonLevel.OrganisationClose => "the organisation names are nearly the same",
        ComparisonLevel.OrganisationWords => "the organisation names have rare words in common",
        ComparisonLevel.OrganisationAcronym => "one organisation name is short for the other",
        ComparisonLevel.EmployerClose => "the employers are nearly the same",
        ComparisonLevel.BirthPlaceClose => "the places of birth are spelled nearly the same",
        ComparisonLevel.TraitClose => "a trait is nearly the same",
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, "Says of itself that it is the same or different."),
    };
}
