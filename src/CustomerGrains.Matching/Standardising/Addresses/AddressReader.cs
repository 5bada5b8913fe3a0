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
        var country = Country(address.Country);
        var draft = new AddressDraft { Country = country };
        if (!address.Lines.IsDefaultOrEmpty)
        {
            AddressLineReader.Read(address.Lines, defaults.Region, draft);
        }

        ReadParts(address, defaults.Region, draft);
        if (draft.IsEmpty)
        {
            return null;
        }

        var postcodeCountry = draft.Country ?? defaults.Region;
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
            PostcodeArea = draft.Postcode is null ? null : Postcodes.Area(draft.Postcode, postcodeCountry),
            Country = draft.Country,
            ValidFrom = DateReader.Read(address.ValidFrom, defaults.DateOrder, DateReader.IsMonthFirst(defaults.Region)),
            ValidTo = DateReader.Read(address.ValidTo, defaults.DateOrder, DateReader.IsMonthFirst(defaults.Region)),
        };
    }

    /// <summary>Two-letter code of a written country, its folded name when it has none, or null.</summary>
    public static string? Country(string? text)
    {
        var folded = Placeholders.Without(TextFolding.Fold(text));
        return Countries.CodeOf(folded) ?? folded;
    }

    private static void ReadParts(Address address, string region, AddressDraft draft)
    {
        var postcode = Postcodes.Canonical(Placeholders.Without(TextFolding.Fold(address.Postcode, 32)), draft.Country ?? region);
        draft.Postcode = postcode ?? draft.Postcode;
        var city = Placeholders.Without(TextFolding.Fold(address.City));
        draft.City = city ?? draft.City;
        if (Placeholders.Without(TextFolding.Fold(address.State)) is { } state)
        {
            draft.State = States.CodeOf(state, draft.Country ?? (region is "US" or "AU" ? region : null)) ?? state;
        }

        if (!Placeholders.Contains(TextFolding.Fold(address.Street)))
        {
            StreetReader.Read(AddressTokens.Words(address.Street), draft, givenNumber: address.HouseNumber is not null);
        }

        var number = string.Concat(AddressTokens.Words(address.HouseNumber));
        if (number.Length > 0 && !Placeholders.Contains(number) && number.Trim('0').Length > 0)
        {
            StreetReader.ReadNumber(number, draft);
        }

        if (!Placeholders.Contains(TextFolding.Fold(address.Unit)))
        {
            StreetReader.ReadUnit(AddressTokens.Words(address.Unit), draft);
        }
    }
}
