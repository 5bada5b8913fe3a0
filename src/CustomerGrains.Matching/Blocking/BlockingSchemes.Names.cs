using CustomerGrains.Matching.Features;

namespace CustomerGrains.Matching.Blocking;

/// <content>Keys of people's names. Given name and surname are swapped in a few per cent of real records, so names are filed without their role:
/// single names under one scheme for both, pairs of names in ascending order.</content>
public static partial class BlockingSchemes
{
    private const int SearchSurnameLetters = 4;
    private const int CityStartLength = 3;

    private static void AddNames<TSink>(RecordFeatures features, ref TSink sink)
        where TSink : struct, IKeySink
    {
        foreach (var name in features.Names)
        {
            if (name.Given.Length > 0)
            {
                AddSingleName(features, name.Given[0], ref sink);
            }

            foreach (var surname in name.Surname)
            {
                AddSingleName(features, surname, ref sink);
                AddSurnameSearches(surname, ref sink);
                if (name.Given.Length > 0)
                {
                    AddNamePair(features, name.Given[0], surname, ref sink);
                }
            }
        }

        Span<char> text = stackalloc char[DateText.Length];
        foreach (var date in features.BirthDates)
        {
            if (date.IsWhole)
            {
                sink.Key(BlockingScheme.SearchBirthDate, DateText.Whole(date, swapped: false, text));
                AddBirthDateAndPlace(features, date, ref sink);
            }
        }

        foreach (var address in features.Addresses)
        {
            if (address.Postcode is { } postcode)
            {
                sink.Key(BlockingScheme.SearchPostcode, postcode);
            }

            if (address.StreetCore is { } street && address.HouseNumber is { } number)
            {
                sink.Key(BlockingScheme.SearchAddress, number, street);
            }
        }
    }

    private static void AddSingleName<TSink>(RecordFeatures features, NameToken name, ref TSink sink)
        where TSink : struct, IKeySink
    {
        AddInitial(features, name, ref sink);
        if (name.IsInitial)
        {
            return;
        }

        var sound = Sound(name);
        Span<char> text = stackalloc char[DateText.Length];
        foreach (var date in features.BirthDates)
        {
            if (date.IsWhole && !date.IsDefault)
            {
                sink.Key(BlockingScheme.NameAndBirthDate, sound, DateText.Whole(date, swapped: false, text));
                if (date.Ambiguous || date.Day <= 12)
                {
                    sink.Key(BlockingScheme.NameAndBirthDate, sound, DateText.Whole(date, swapped: true, text));
                }
            }

            if (date.Year != 0 && date.Month != 0 && !date.IsDefault)
            {
                sink.Key(BlockingScheme.NameAndBirthMonth, sound, DateText.YearAndMonth(date, text));
            }
        }

        foreach (var address in features.Addresses)
        {
            if (address.Postcode is { } postcode)
            {
                sink.Key(BlockingScheme.NameAndPostcode, sound, postcode);
            }

            if (address.StreetCore is { } street && address.HouseNumber is { } number)
            {
                sink.Key(BlockingScheme.NameAndAddress, sound, number, street);
            }
            else if (address.Postcode is null && address.City is { } city)
            {
                // All that some sources know of a place.
                sink.Key(BlockingScheme.NameAndCity, sound, CityStart(city));
            }
        }

        foreach (var place in features.BirthPlaces)
        {
            sink.Key(BlockingScheme.NameAndBirthPlace, sound, place);
        }

        foreach (var employer in features.Employers)
        {
            sink.Key(BlockingScheme.NameAndEmployer, sound, FirstWord(employer));
        }
    }

    private static void AddNamePair<TSink>(RecordFeatures features, NameToken given, NameToken surname, ref TSink sink)
        where TSink : struct, IKeySink
    {
        var first = Sound(given);
        var second = Sound(surname);
        if (string.CompareOrdinal(first, second) > 0)
        {
            (first, second) = (second, first);
        }

        var (low, high) = string.CompareOrdinal(given.Text, surname.Text) <= 0 ? (given.Text, surname.Text) : (surname.Text, given.Text);
        sink.Key(BlockingScheme.SearchNames, low, high);
        AddRareNames(given, surname, ref sink);
        Span<char> text = stackalloc char[DateText.Length];
        foreach (var date in features.BirthDates)
        {
            if (date.Year != 0)
            {
                sink.Key(BlockingScheme.NamesAndBirthYear, first, second, DateText.Year(date, text));
            }

            if (date.Month != 0 && date.Day != 0 && !date.IsDefault)
            {
                sink.Key(BlockingScheme.NamesAndBirthday, first, second, DateText.Birthday(date, text));
            }
        }

        foreach (var address in features.Addresses)
        {
            if (address.PostcodeArea is { } area)
            {
                sink.Key(BlockingScheme.NamesAndPostcodeArea, first, second, area);
            }

            if (address.City is { } city)
            {
                sink.Key(BlockingScheme.NamesAndCity, first, second, CityStart(city));
            }
        }
    }

    private static void AddRareNames<TSink>(NameToken given, NameToken surname, ref TSink sink)
        where TSink : struct, IKeySink
    {
        if (RareNames.Are(given, surname))
        {
            var first = RareNames.Code(given, stackalloc char[RareNames.CodeLength]);
            var second = RareNames.Code(surname, stackalloc char[RareNames.CodeLength]);
            if (first.SequenceCompareTo(second) <= 0)
            {
                sink.Key(BlockingScheme.RareNames, first, second);
            }
            else
            {
                sink.Key(BlockingScheme.RareNames, second, first);
            }
        }
    }

    /// <summary>A typing error changes the sound, seldom the first letter; and some sources know no more of a name.</summary>
    private static void AddInitial<TSink>(RecordFeatures features, NameToken name, ref TSink sink)
        where TSink : struct, IKeySink
    {
        Span<char> text = stackalloc char[DateText.Length];
        foreach (var date in features.BirthDates)
        {
            if (date.IsWhole && !date.IsDefault)
            {
                sink.Key(BlockingScheme.InitialAndBirthDate, DateText.Whole(date, swapped: false, text), name.Text.AsSpan(0, 1));
            }
        }
    }

    private static void AddBirthDateAndPlace<TSink>(RecordFeatures features, DateFeature date, ref TSink sink)
        where TSink : struct, IKeySink
    {
        if (date.IsDefault)
        {
            return;
        }

        Span<char> text = stackalloc char[DateText.Length];
        foreach (var address in features.Addresses)
        {
            if (address.City is { } city)
            {
                sink.Key(BlockingScheme.BirthDateAndCity, DateText.Whole(date, swapped: false, text), CityStart(city));
            }

            if (address.Postcode is { } postcode)
            {
                sink.Key(BlockingScheme.BirthDateAndPostcode, DateText.Whole(date, swapped: false, text), postcode);
            }
        }
    }

    private static void AddSurnameSearches<TSink>(NameToken surname, ref TSink sink)
        where TSink : struct, IKeySink
    {
        sink.Key(BlockingScheme.SearchSurname, surname.Text);
        sink.Key(BlockingScheme.SearchSurnameSound, Sound(surname));
        if (surname.Text.Length >= SearchSurnameLetters)
        {
            sink.Key(BlockingScheme.SearchSurnameStart, surname.Text.AsSpan(0, SearchSurnameLetters));
        }
    }

    private static ReadOnlySpan<char> FirstWord(string text)
    {
        var end = text.IndexOf(' ', StringComparison.Ordinal);
        return end < 0 ? text : text.AsSpan(0, end);
    }

    /// <summary>The letters before most typing errors.</summary>
    private static ReadOnlySpan<char> CityStart(string city) => city.AsSpan(0, Math.Min(city.Length, CityStartLength));

    /// <summary>The phonetic code; the word itself where there is none (initials, scripts without one).</summary>
    internal static string Sound(NameToken name) => name.Phonetic.Length == 0 ? name.Text : name.Phonetic;
}
