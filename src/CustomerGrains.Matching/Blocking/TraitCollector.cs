using CustomerGrains.Matching.Comparing;
using CustomerGrains.Matching.Features;

namespace CustomerGrains.Matching.Blocking;

/// <summary>Gathers the secondary traits of a record, leaving out those that a key is made of.</summary>
internal readonly struct TraitCollector(KeyHasher hasher, KeyFinder key)
{
    private enum Kind : byte
    {
        Name = 200,
        NicknameGroup = 201,
        YearAndMonth = 202,
        YearAndDay = 203,
        MonthAndDay = 204,
        WholeDate = 205,
        Email = 206,
        EmailLocalPart = 207,
        Phone = 208,
        Identifier = 209,
        Address = 210,
        Postcode = 211,
        OrganisationName = 212,
        OrganisationWordStart = 213,
        OrganisationAcronym = 214,
        Website = 215,
        Declared = 216,
        GivenInitial = 217,
        Spelling = 218,
        IdentifierEnds = 219,
        Consonants = 220,
        Skeleton = 221,
        HouseNumber = 222,
        Street = 223,
        SeasonAndYear = 224,
        SeasonAndYearWithSlip = 225,
    }

    private const int IdentifierEndLength = 4;

    /// <summary>Fewest symbols of a skeleton in which one may differ.</summary>
    public const int SkeletonSlipLengthMin = 5;

    private readonly SortedSet<ulong> _traits = [];

    public void AddAll(RecordFeatures features)
    {
        foreach (var name in features.Names)
        {
            AddName(name);
        }

        foreach (var date in features.BirthDates)
        {
            AddDate(date);
        }

        foreach (var name in features.OrganisationNames)
        {
            AddOrganisation(name);
        }

        AddContacts(features);
        foreach (var address in features.Addresses)
        {
            AddAddress(address);
        }

        foreach (var identifier in features.Identifiers)
        {
            AddIdentifier(identifier.Value);
        }

        foreach (var trait in features.Traits)
        {
            Add(Kind.Declared, trait.Name, trait.Text);
        }
    }

    public ulong[] ToArray() => [.. _traits];

    private void AddName(NameFeature name)
    {
        foreach (var token in name.Given)
        {
            AddToken(token);
        }

        foreach (var token in name.Surname)
        {
            AddToken(token);
        }

        if (name.Given.Length > 1)
        {
            AddSpelling(name.Given[0].Text + name.Given[1].Text);
        }

        AddWrittenTogether(name);

        if (name.SurnameJoined is { } joined && name.Surname.Length > 1)
        {
            AddSpelling(joined);
        }

        // Too coarse to split a phone number's records by, fine enough for those that share surname and address already.
        if (key.Scheme is BlockingScheme.NameAndAddress or BlockingScheme.NameAndPostcode)
        {
            AddInitial(name.Given);
            AddInitial(name.Surname);
        }
    }

    /// <summary>Where a source wrote words together, the other has them one after another.</summary>
    private void AddWrittenTogether(NameFeature name)
    {
        for (var start = 0; start < name.TokenCount - 1; start++)
        {
            var text = name.Token(start).Text;
            for (var next = start + 1; next < name.TokenCount && text.Length <= TextDistance.LengthMax; next++)
            {
                text += name.Token(next).Text;
                Add(Kind.Spelling, text);
            }
        }
    }

    private void AddInitial(NameToken[] tokens)
    {
        if (tokens.Length > 0 && !IsPart(Sound(tokens[0])))
        {
            Add(Kind.GivenInitial, tokens[0].Text.AsSpan(0, 1));
        }
    }

    private void AddToken(NameToken token)
    {
        Add(Kind.Name, Sound(token));
        if (token.PhoneticAlternate.Length > 0)
        {
            Add(Kind.Name, token.PhoneticAlternate);
        }

        if (IsPart(Sound(token)))
        {
            return;
        }

        AddSpelling(token.Text);
        AddSkeleton(token.Skeleton);
        AddNumber(Kind.Consonants, token.Core.Consonants);

        Span<char> text = stackalloc char[1];
        foreach (var group in token.NicknameGroups)
        {
            text[0] = (char)group;
            Add(Kind.NicknameGroup, text);
        }
    }

    private void AddSpelling(string text)
    {
        var collector = this;
        SpellingTraits.Enumerate(text, form => collector.Add(Kind.Spelling, form));
    }

    /// <summary>Words that are transliterations of one another have the same consonants; those that are one symbol apart share a form with one left out.</summary>
    private void AddSkeleton(SpellingSkeleton skeleton)
    {
        AddNumber(Kind.Consonants, skeleton.Consonants);
        if (skeleton.Length < SkeletonSlipLengthMin - 1)
        {
            return;
        }

        AddNumber(Kind.Skeleton, skeleton.Symbols);
        for (var i = 0; i < skeleton.Length; i++)
        {
            AddNumber(Kind.Skeleton, skeleton.Without(i));
        }
    }

    private void AddNumber(Kind kind, ulong number)
    {
        Span<char> text = stackalloc char[4];
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = (char)(number >> (16 * i));
        }

        Add(kind, text);
    }

    private void AddIdentifier(string value)
    {
        if (IsPart(value))
        {
            return;
        }

        Add(Kind.Identifier, value);
        AddSpelling(value);
        if (value.Length >= IdentifierEndLength)
        {
            Add(Kind.IdentifierEnds, value.AsSpan(0, IdentifierEndLength));
            Add(Kind.IdentifierEnds, value.AsSpan(value.Length - IdentifierEndLength));
        }
    }

    private static string Sound(NameToken token) => BlockingSchemes.Sound(token);

    private void AddDate(DateFeature date)
    {
        if (date.IsDefault || date.Month == 0 || IsMadeOf(date))
        {
            return;
        }

        Span<char> text = stackalloc char[3];
        var (low, high) = ((char)Math.Min(date.Month, date.Day), (char)Math.Max(date.Month, date.Day));
        if (date.Day != 0 && key.Scheme != BlockingScheme.NamesAndBirthday)
        {
            text[0] = low;
            text[1] = high;
            Add(Kind.MonthAndDay, text[..2]);
        }

        if (date.Year == 0)
        {
            return;
        }

        text[0] = (char)date.Year;
        text[1] = (char)date.Month;
        if (key.Scheme != BlockingScheme.NameAndBirthMonth)
        {
            Add(Kind.YearAndMonth, text[..2]);
        }

        if (date.Day != 0)
        {
            AddSeasons(date);
            text[1] = (char)date.Day;
            Add(Kind.YearAndDay, text[..2]);
            text[1] = low;
            text[2] = high;
            Add(Kind.WholeDate, text);
        }
    }

    /// <summary>Dates near each other in the year, in the same year, the next, or one that a slip makes of it.</summary>
    /// <remarks>A year has nine seasons of at least <see cref="PairComparer.NearDaysMax"/> days. Each date is filed under its season with the one before and with the one after, and likewise under its
    /// year, so that neighbours share one.</remarks>
    private void AddSeasons(DateFeature date)
    {
        const int Seasons = 9;
        var season = PairComparer.DayOfYear(date) % PairComparer.DaysInYear * Seasons / PairComparer.DaysInYear;
        Span<char> text = stackalloc char[5];
        Span<char> digits = stackalloc char[4];
        for (var window = season; window <= season + 1; window++)
        {
            text[0] = (char)(window % Seasons);
            for (var year = date.Year; year <= date.Year + 1; year++)
            {
                text[1] = (char)year;
                Add(Kind.SeasonAndYear, text[..2]);
            }

            for (var (i, rest) = (3, (int)date.Year); i >= 0; i--, rest /= 10)
            {
                digits[i] = (char)('0' + (rest % 10));
            }

            for (var left = 0; left < digits.Length; left++)
            {
                digits.CopyTo(text[1..]);
                text[1 + left] = '?';
                Add(Kind.SeasonAndYearWithSlip, text);
            }

            digits.Sort();
            digits.CopyTo(text[1..]);
            Add(Kind.SeasonAndYearWithSlip, text);
        }
    }

    private bool IsMadeOf(DateFeature date)
    {
        if (!date.IsWhole || key.Scheme is not (BlockingScheme.NameAndBirthDate or BlockingScheme.InitialAndBirthDate or BlockingScheme.BirthDateAndCity
            or BlockingScheme.BirthDateAndPostcode))
        {
            return false;
        }

        Span<char> text = stackalloc char[DateText.Length];
        return IsPart(DateText.Whole(date, swapped: false, text)) || IsPart(DateText.Whole(date, swapped: true, text));
    }

    private void AddOrganisation(OrganisationNameFeature name)
    {
        var together = name.Joined.Replace(" ", "", StringComparison.Ordinal);
        Add(Kind.OrganisationName, together);
        AddWordStart(together);
        AddSpelling(together);
        if (name.Words.Length > 1)
        {
            AddSpelling(name.Joined);
        }

        for (var i = 0; i < name.Words.Length; i++)
        {
            AddWordStart(name.Words[i]);
            if (!IsPart(name.Words[i]))
            {
                AddNumber(Kind.Consonants, name.Skeletons[i].Consonants);
                if (name.Words[i].Length >= BlockingSchemes.CloseWordLengthMin)
                {
                    AddSpelling(name.Words[i]);
                }
            }

            // The acronym of a name may be one word of the other.
            Add(Kind.OrganisationAcronym, name.Words[i]);
        }

        if (name.Acronym is { } acronym)
        {
            Add(Kind.OrganisationAcronym, acronym);
        }
    }

    private void AddWordStart(string word)
    {
        if (!IsPart(word))
        {
            Add(Kind.OrganisationWordStart, word.AsSpan(0, Math.Min(word.Length, BlockingSchemes.WordStartLength)));
        }
    }

    private void AddContacts(RecordFeatures features)
    {
        foreach (var email in features.Emails)
        {
            if (!email.IsRole)
            {
                Add(Kind.Email, email.Local, email.Domain);
                Add(Kind.EmailLocalPart, email.Local);
                if (!IsPart(email.Local))
                {
                    AddSpelling(email.Local);
                }
            }
        }

        foreach (var phone in features.Phones)
        {
            Add(Kind.Phone, BlockingSchemes.PhoneEnd(phone.Number));
        }

        foreach (var website in features.Websites)
        {
            Add(Kind.Website, website);
        }
    }

    private void AddAddress(AddressFeature address)
    {
        if (address.StreetCore is { } street && address.HouseNumber is { } number)
        {
            Add(Kind.Address, number, street);
        }

        // Nearly the same address is the number and a street with a slip in it, or the street and a number with one.
        Add(Kind.HouseNumber, address.HouseNumber);
        Add(Kind.Street, address.StreetCore);

        if (address.Postcode is { } postcode)
        {
            Add(Kind.Postcode, postcode);
        }
    }

    private void Add(Kind kind, ReadOnlySpan<char> a, ReadOnlySpan<char> b = default)
    {
        if (!a.IsEmpty && (!IsPart(a) || (!b.IsEmpty && !IsPart(b))))
        {
            _traits.Add(TraitWriter.Hash(hasher, (byte)kind, a, b, default));
        }
    }

    private bool IsPart(ReadOnlySpan<char> value) => key.Scheme != 0 && !value.IsEmpty
        && (value.SequenceEqual(key.A) || value.SequenceEqual(key.B) || value.SequenceEqual(key.C));
}
