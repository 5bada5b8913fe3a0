using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Comparing;

/// <content>Addresses. Their parts depend on each other, so an address gives one joint level and never a sum of parts.</content>
internal static partial class PairComparer
{
    private enum Place : byte
    {
        Unknown,
        Same,
        Different,
    }

    private static Finding Addresses(AddressFeature[] a, AddressFeature[] b, MatchingModel model)
    {
        Finding best = default;
        for (var i = 0; i < Count(a); i++)
        {
            for (var j = 0; j < Count(b); j++)
            {
                var finding = Found(AddressLevel(a[i], b[j]), model, i, j);
                best = finding.IsBetterThan(best) ? finding : best;
            }
        }

        return best;
    }

    private static ComparisonLevel AddressLevel(AddressFeature a, AddressFeature b)
    {
        var postcode = PlaceOf(a.Postcode, b.Postcode);
        var city = CityOf(a.City, b.City);
        var sameNumber = a.HouseNumber is { } number && string.Equals(number, b.HouseNumber, StringComparison.Ordinal);
        var street = StreetOf(a, b);
        if (sameNumber && street == Likeness.Same)
        {
            return postcode != Place.Same && city != Place.Same && (postcode == Place.Different || city == Place.Different) && !IsCloseSpelling(a.Postcode, b.Postcode)
                ? ComparisonLevel.AddressHouseElsewhere
                : PlaceOf(a.Unit, b.Unit) == Place.Different ? ComparisonLevel.AddressUnit
                : ComparisonLevel.AddressSame;
        }

        if (postcode == Place.Same && (Agree(a.PostBox, b.PostBox) || (Agree(a.Building, b.Building) && !(a.HouseNumber is not null && b.HouseNumber is not null && !sameNumber))))
        {
            return ComparisonLevel.AddressSame;
        }

        var somewhere = postcode == Place.Same || city == Place.Same;
        var sameBuilding = IsOneBuilding(a.Building, b.Building) && (postcode == Place.Same || (city == Place.Same && IsCloseSpelling(a.Postcode, b.Postcode)));
        if ((sameNumber && street == Likeness.Close) || (street == Likeness.Same && somewhere && NumbersClose(a.HouseNumber, b.HouseNumber)))
        {
            return ComparisonLevel.AddressClose;
        }

        if (sameBuilding)
        {
            // A named building stands at one number of one street, so where the street is the same the number is a slip.
            return street == Likeness.Same || (street == Likeness.Close && postcode == Place.Same) ? ComparisonLevel.AddressClose : ComparisonLevel.AddressStreet;
        }

        if (postcode == Place.Same && (IsOneBuilding(a.Street, b.Building) || IsOneBuilding(a.Building, b.Street)))
        {
            // One side lacks the street, so the house stands in its place.
            return sameNumber ? ComparisonLevel.AddressClose : ComparisonLevel.AddressStreet;
        }

        if (street == Likeness.Same && (somewhere || (postcode == Place.Unknown && city == Place.Unknown)))
        {
            return ComparisonLevel.AddressStreet;
        }

        if (postcode == Place.Same)
        {
            return ComparisonLevel.AddressPostcode;
        }

        if (city == Place.Same || PlaceOf(a.PostcodeArea, b.PostcodeArea) == Place.Same)
        {
            // Two known streets that differ: in records of one town everybody shares the city, so then it says nothing.
            return street == Likeness.Different ? ComparisonLevel.AddressMoved
                : city == Place.Same ? ComparisonLevel.AddressCity
                : ComparisonLevel.AddressArea;
        }

        return postcode == Place.Different || city == Place.Different || street == Likeness.Different ? ComparisonLevel.AddressDiffers : ComparisonLevel.None;
    }

    private static Place PlaceOf(string? a, string? b) => a is null || b is null ? Place.Unknown
        : string.Equals(a, b, StringComparison.Ordinal) ? Place.Same
        : Place.Different;

    private static Place CityOf(string? a, string? b)
    {
        var place = PlaceOf(a, b);
        return place == Place.Different && IsCloseSpelling(a, b) ? Place.Same : place;
    }

    private static bool IsOneBuilding(string? a, string? b) => a is not null && b is not null
        && (string.Equals(a, b, StringComparison.Ordinal) || IsCloseSpelling(a, b) || AreCloseWithoutSpaces(a, b));

    /// <summary><see cref="Likeness.Initial"/> stands for a street that one side lacks.</summary>
    private static Likeness StreetOf(AddressFeature a, AddressFeature b)
    {
        if (a.StreetCore is not { } x || b.StreetCore is not { } y)
        {
            return Likeness.Initial;
        }

        return string.Equals(x, y, StringComparison.Ordinal) ? Likeness.Same
            : IsCloseSpelling(x, y) || StartsTheOther(x, y) || AreCloseWithoutSpaces(a.Street ?? x, b.Street ?? y) ? Likeness.Close
            : Likeness.Different;
    }

    /// <summary>A space that was lost or slipped into the next word: "bath place" and "bat hplace".</summary>
    private static bool AreCloseWithoutSpaces(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 4)
        {
            return false;
        }

        Span<char> x = stackalloc char[TextDistance.LengthMax];
        Span<char> y = stackalloc char[TextDistance.LengthMax];
        return IsCloseSpelling(x[..WithoutSpaces(a, x)], y[..WithoutSpaces(b, y)]);
    }

    private static int WithoutSpaces(string text, Span<char> letters)
    {
        var length = 0;
        foreach (var letter in text)
        {
            if (letter != ' ' && length < letters.Length)
            {
                letters[length++] = letter;
            }
        }

        return length;
    }

    private static bool Agree(string? a, string? b) => a is not null && string.Equals(a, b, StringComparison.Ordinal);

    private static bool NumbersClose(string? a, string? b) => a is null || b is null || TextDistance.IsOneEdit(a, b);
}
