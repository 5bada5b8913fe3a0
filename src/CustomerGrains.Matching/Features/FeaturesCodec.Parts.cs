using CustomerGrains.Matching.Records;

namespace CustomerGrains.Matching.Features;

public static partial class FeaturesCodec
{
    private static void WriteName(ref FeatureWriter writer, NameFeature name)
    {
        writer.Byte((byte)((byte)name.Type | (name.OrderGuessed ? 0x80 : 0) | (name.GivenWithheld ? 0x40 : 0)));
        WriteTokens(ref writer, name.Given);
        WriteTokens(ref writer, name.Surname);
        writer.Text(name.SurnameJoined);
        writer.Byte(name.Generation);
        writer.Byte(name.FirstCount);
    }

    private static void WriteTokens(ref FeatureWriter writer, NameToken[] tokens)
    {
        writer.Unsigned((ulong)tokens.Length);
        foreach (var token in tokens)
        {
            writer.Text(token.Text);
            writer.Text(token.Phonetic);
            // Most words have one code only, so the alternate is left out when it says the same.
            writer.Text(token.PhoneticAlternate == token.Phonetic ? null : token.PhoneticAlternate);
            writer.Unsigned((ulong)token.NicknameGroups.Length);
            foreach (var group in token.NicknameGroups)
            {
                writer.Unsigned(group);
            }
        }
    }

    private static void WriteOrganisationName(ref FeatureWriter writer, OrganisationNameFeature name)
    {
        writer.Byte((byte)name.Type);
        writer.Texts(name.Words);
        writer.Text(name.Joined);
        writer.Text(name.LegalForm);
        writer.Text(name.Acronym);
    }

    private static void WriteDates(ref FeatureWriter writer, DateFeature[] dates)
    {
        writer.Unsigned((ulong)dates.Length);
        foreach (var date in dates)
        {
            writer.Date(date);
        }
    }

    private static void WriteAddress(ref FeatureWriter writer, AddressFeature address)
    {
        writer.Text(address.Type);
        writer.Text(address.HouseNumber);
        writer.Text(address.Street);
        writer.Text(address.StreetCore);
        writer.Text(address.Unit);
        writer.Text(address.PostBox);
        writer.Text(address.Building);
        writer.Text(address.City);
        writer.Text(address.State);
        writer.Text(address.Postcode);
        writer.Text(address.PostcodeArea);
        writer.Text(address.Country);
        writer.Date(address.ValidFrom);
        writer.Date(address.ValidTo);
    }

    private static void WriteIdentifier(ref FeatureWriter writer, IdentifierFeature identifier)
    {
        writer.Text(identifier.Kind);
        writer.Text(identifier.Value);
        writer.Text(identifier.Issuer);
        writer.Byte((byte)((identifier.Exclusive ? 1 : 0) | (identifier.Verified ? 2 : 0)));
        writer.Byte((byte)identifier.Check);
    }

    private static NameFeature[] ReadNames(ref FeatureReader reader)
    {
        var names = new NameFeature[reader.Count()];
        for (var i = 0; i < names.Length; i++)
        {
            var head = reader.Byte();
            if ((head & 0x3f) > (byte)NameType.Native)
            {
                throw new InvalidDataException($"Features hold {head & 0x3f} as type of name.");
            }

            var name = new NameFeature
            {
                Type = (NameType)(head & 0x3f),
                OrderGuessed = (head & 0x80) != 0,
                GivenWithheld = (head & 0x40) != 0,
                Given = ReadTokens(ref reader),
                Surname = ReadTokens(ref reader),
                SurnameJoined = reader.Text(),
                Generation = reader.Byte(),
                FirstCount = reader.Byte(),
            };
            names[i] = name.FirstCount <= name.Given.Length
                ? name
                : throw new InvalidDataException("Features count more first names than there are given names.");
        }

        return names;
    }

    private static NameToken[] ReadTokens(ref FeatureReader reader)
    {
        var count = reader.Count();
        if (count == 0)
        {
            return [];
        }

        var tokens = new NameToken[count];
        for (var i = 0; i < count; i++)
        {
            var text = reader.RequiredText();
            var phonetic = reader.RequiredText();
            tokens[i] = new NameToken
            {
                Text = text,
                Phonetic = phonetic,
                PhoneticAlternate = reader.Text() ?? phonetic,
                NicknameGroups = ReadGroups(ref reader),
            };
        }

        return tokens;
    }

    private static ushort[] ReadGroups(ref FeatureReader reader)
    {
        var count = reader.Count();
        if (count == 0)
        {
            return [];
        }

        var groups = new ushort[count];
        for (var i = 0; i < count; i++)
        {
            var group = reader.Unsigned();
            groups[i] = group <= ushort.MaxValue ? (ushort)group : throw new InvalidDataException($"Features hold {group} as nickname group.");
        }

        return groups;
    }

    private static OrganisationNameFeature[] ReadOrganisationNames(ref FeatureReader reader)
    {
        var names = new OrganisationNameFeature[reader.Count()];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = new OrganisationNameFeature
            {
                Type = (NameType)reader.Small((byte)NameType.Native, "type of name"),
                Words = reader.Texts(),
                Joined = reader.RequiredText(),
                LegalForm = reader.Text(),
                Acronym = reader.Text(),
            };
        }

        return names;
    }

    private static DateFeature[] ReadDates(ref FeatureReader reader)
    {
        var dates = new DateFeature[reader.Count()];
        for (var i = 0; i < dates.Length; i++)
        {
            dates[i] = reader.Date();
        }

        return dates;
    }

    private static AddressFeature[] ReadAddresses(ref FeatureReader reader)
    {
        var addresses = new AddressFeature[reader.Count()];
        for (var i = 0; i < addresses.Length; i++)
        {
            addresses[i] = new AddressFeature
            {
                Type = reader.Text(),
                HouseNumber = reader.Text(),
                Street = reader.Text(),
                StreetCore = reader.Text(),
                Unit = reader.Text(),
                PostBox = reader.Text(),
                Building = reader.Text(),
                City = reader.Text(),
                State = reader.Text(),
                Postcode = reader.Text(),
                PostcodeArea = reader.Text(),
                Country = reader.Text(),
                ValidFrom = reader.Date(),
                ValidTo = reader.Date(),
            };
        }

        return addresses;
    }

    private static PhoneFeature[] ReadPhones(ref FeatureReader reader)
    {
        var phones = new PhoneFeature[reader.Count()];
        for (var i = 0; i < phones.Length; i++)
        {
            var number = reader.RequiredText();
            var flags = reader.Small(3, "flags of a phone");
            phones[i] = new PhoneFeature(number, (flags & 1) != 0, (flags & 2) != 0);
        }

        return phones;
    }

    private static EmailFeature[] ReadEmails(ref FeatureReader reader)
    {
        var emails = new EmailFeature[reader.Count()];
        for (var i = 0; i < emails.Length; i++)
        {
            emails[i] = new EmailFeature(reader.RequiredText(), reader.RequiredText(), reader.Small(1, "role of an e-mail address") == 1);
        }

        return emails;
    }

    private static IdentifierFeature[] ReadIdentifiers(ref FeatureReader reader)
    {
        var identifiers = new IdentifierFeature[reader.Count()];
        for (var i = 0; i < identifiers.Length; i++)
        {
            var kind = reader.RequiredText();
            var value = reader.RequiredText();
            var issuer = reader.Text();
            var flags = reader.Small(3, "flags of an identifier");
            identifiers[i] = new IdentifierFeature
            {
                Kind = kind,
                Value = value,
                Issuer = issuer,
                Exclusive = (flags & 1) != 0,
                Verified = (flags & 2) != 0,
                Check = (IdentifierCheck)reader.Small((byte)IdentifierCheck.Failed, "check of an identifier"),
            };
        }

        return identifiers;
    }

    private static TraitFeature[] ReadTraits(ref FeatureReader reader)
    {
        var traits = new TraitFeature[reader.Count()];
        for (var i = 0; i < traits.Length; i++)
        {
            traits[i] = new TraitFeature
            {
                Name = reader.RequiredText(),
                Kind = (TraitKind)reader.Small((byte)TraitKind.Date, "kind of trait"),
                Text = reader.RequiredText(),
                Millionths = reader.Signed(),
                Date = reader.Date(),
            };
        }

        return traits;
    }
}
