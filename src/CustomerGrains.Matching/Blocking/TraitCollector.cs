using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;

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
        YearAndBothWays = 205,
        Email = 206,
        EmailLocalPart = 207,
        Phone = 208,
        Identifier = 209,
        Address = 210,
        Postcode = 211,
        OrganisationName = 212,
        Website = 213,
        Declared = 214,
    }

    private readonly SortedSet<ulong> _traits = [];

    public void AddAll(RecordFeatures features)
    {
        AddNames(features);
        if (key.Scheme is not BlockingScheme.NameAndBirthDate)
        {
            foreach (var date in features.BirthDates)
            {
                AddDate(date);
            }
        }

        foreach (var email in features.Emails)
        {
            Add(Kind.Email, email.Local, email.Domain);
            Add(Kind.EmailLocalPart, email.Local);
        }

        foreach (var phone in features.Phones)
        {
            Add(Kind.Phone, BlockingSchemes.PhoneEnd(phone.Number));
        }

        foreach (var identifier in features.Identifiers)
        {
            Add(Kind.Identifier, identifier.Value);
        }

        foreach (var address in features.Addresses)
        {
            if (address.StreetCore is { } street && address.HouseNumber is { } number)
            {
                Add(Kind.Address, number, street);
            }

            if (address.Postcode is { } postcode)
            {
                Add(Kind.Postcode, postcode);
            }
        }

        foreach (var name in features.OrganisationNames)
        {
            Add(Kind.OrganisationName, name.Joined);
        }

        foreach (var website in features.Websites)
        {
            Add(Kind.Website, website);
        }

        foreach (var trait in features.Traits)
        {
            if (trait.Kind == TraitKind.Exact)
            {
                Add(Kind.Declared, trait.Name, trait.Text);
            }
        }
    }

    public ulong[] ToArray() => [.. _traits];

    private void AddNames(RecordFeatures features)
    {
        foreach (var name in features.Names)
        {
            foreach (var token in name.Given)
            {
                AddName(token);
            }

            foreach (var token in name.Surname)
            {
                AddName(token);
            }
        }
    }

    private void AddName(NameToken token)
    {
        if (token.IsInitial)
        {
            return;
        }

        Add(Kind.Name, token.Phonetic.Length == 0 ? token.Text : token.Phonetic);
        if (token.PhoneticAlternate.Length > 0)
        {
            Add(Kind.Name, token.PhoneticAlternate);
        }

        Span<char> text = stackalloc char[1];
        foreach (var group in token.NicknameGroups)
        {
            text[0] = (char)group;
            Add(Kind.NicknameGroup, text);
        }
    }

    private void AddDate(DateFeature date)
    {
        if (date.IsDefault)
        {
            return;
        }

        Span<char> text = stackalloc char[3];
        text[0] = (char)date.Year;
        if (date.Year != 0 && date.Month != 0)
        {
            text[1] = (char)date.Month;
            Add(Kind.YearAndMonth, text[..2]);
        }

        if (date.Year != 0 && date.Day != 0)
        {
            text[1] = (char)date.Day;
            Add(Kind.YearAndDay, text[..2]);
            text[1] = (char)Math.Min(date.Month, date.Day);
            text[2] = (char)Math.Max(date.Month, date.Day);
            Add(Kind.YearAndBothWays, text);
        }

        if (date.Month != 0 && date.Day != 0)
        {
            text[0] = (char)Math.Min(date.Month, date.Day);
            text[1] = (char)Math.Max(date.Month, date.Day);
            Add(Kind.MonthAndDay, text[..2]);
        }
    }

    private void Add(Kind kind, ReadOnlySpan<char> a, ReadOnlySpan<char> b = default)
    {
        if (!IsMadeOf(a, b))
        {
            _traits.Add(TraitWriter.Hash(hasher, (byte)kind, a, b, default));
        }
    }

    private bool IsMadeOf(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        if (key.Scheme == 0)
        {
            return false;
        }

        return IsPart(a) && (b.IsEmpty || IsPart(b));
    }

    private bool IsPart(ReadOnlySpan<char> value) => value.SequenceEqual(key.A) || value.SequenceEqual(key.B) || value.SequenceEqual(key.C);
}
