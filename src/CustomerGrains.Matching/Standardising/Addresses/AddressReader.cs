using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising.Dates;
using CustomerGrains.Matching.Standardising.Text;

namespace CustomerGrains.Matching.Standardising.Addresses;

/// <summary>Reads addresses, in lines or in parts, to the same parts.</summary>
internal static class AddressReader
{
    /// <summary>The address, or null when it says nothing.</summary>
    public static AddressFeature? Read(Address address, SourceDefaults defaults)
    {
        var draft = new AddressDraft { Region = defaults.Region, Country = Country(address.Country) };
        // Parts first: lines only fill in what the parts leave open.
        ReadPlace(address, draft);
        var street = Placeholders.Contains(TextFolding.Fold(address.Street)) ? [] : AddressTokens.Words(address.Street);
        if (!address.Lines.IsDefaultOrEmpty)
        {
            AddressLineReader.Read(address.Lines, draft, numberGiven: !TextFolding.IsBlank(address.HouseNumber), PartOf(street));
        }

        ReadStreet(address, street, draft);
        if (draft.IsEmpty)
        {
            return null;
        }

        var monthFirst = DateReader.IsMonthFirst(defaults.Region);
        return new AddressFeature
        {
            Type = TextFolding.Fold(address.Type, 32),
            HouseNumber = draft.HouseNumber,
            Street = draft.Street,
            StreetCore = draft.StreetCore,
            Unit = draft.Unit,
            PostBox = draft.PostBox,
            Building = draft.Building,
            City = draft.City,
            State = draft.State,
            Postcode = draft.Postcode,
            PostcodeArea = draft.Postcode is null ? null : Postcodes.Area(draft.Postcode, draft.CountryOrRegion),
            Country = draft.Country,
            ValidFrom = DateReader.Read(address.ValidFrom, defaults.DateOrder, monthFirst),
            ValidTo = DateReader.Read(address.ValidTo, defaults.DateOrder, monthFirst),
        };
    }

    /// <summary>Two-letter code of a written country, its folded name when it has none, or null.</summary>
    public static string? Country(string? text)
    {
        var folded = Placeholders.Without(TextFolding.Fold(text));
        return Countries.CodeOf(folded) ?? folded;
    }

    private static void ReadPlace(Address address, AddressDraft draft)
    {
        draft.Postcode = Postcodes.Canonical(Placeholders.Without(TextFolding.Fold(address.Postcode, 32)), draft.CountryOrRegion);
        draft.City = Placeholders.Without(TextFolding.Fold(address.City));
        if (Placeholders.Without(TextFolding.Fold(address.State)) is { } state)
        {
            draft.State = States.CodeOf(state, draft.CountryOrRegion) ?? state;
        }
    }

    private static StreetPart PartOf(List<string> street) => street.Count == 0 ? StreetPart.None
        : street.Exists(word => AddressTokens.HasDigit(word) || StreetWords.TypeOf(word) is not null || StreetWords.EndsInType(word)) ? StreetPart.Street
        : StreetPart.Name;

    private static void ReadStreet(Address address, List<string> street, AddressDraft draft)
    {
        if (draft.Street is not null && PartOf(street) == StreetPart.Name)
        {
            // The lines hold the street, and the part for the street the name of the house.
            draft.AddBuilding(street);
        }
        else
        {
            StreetReader.Read(street, draft, numberGiven: !TextFolding.IsBlank(address.HouseNumber));
        }

        if (!TextFolding.IsBlank(address.HouseNumber) && !Placeholders.Contains(TextFolding.Fold(address.HouseNumber)))
        {
            StreetReader.ReadNumber(string.Concat(AddressTokens.Words(address.HouseNumber)), draft);
        }

        if (!TextFolding.IsBlank(address.Unit) && !Placeholders.Contains(TextFolding.Fold(address.Unit)))
        {
            StreetReader.ReadUnit(AddressTokens.Words(address.Unit), draft);
        }
    }
}
