using CustomerGrains.Matching.Records;

namespace CustomerGrains.Matching.Features;

/// <summary>Compact binary form of features, as the journal keeps them. The first byte is the version of the form.</summary>
/// <remarks>Equal features have equal bytes. The order of the fields is part of the form: a change of it is a new version.</remarks>
public static partial class FeaturesCodec
{
    /// <summary>Version that <see cref="Encode"/> writes and <see cref="Decode"/> reads.</summary>
    public const byte Version = 1;

    public static byte[] Encode(RecordFeatures features)
    {
        ArgumentNullException.ThrowIfNull(features);
        var writer = new FeatureWriter(stackalloc byte[1024]);
        writer.Byte(Version);
        writer.Byte((byte)features.Type);
        writer.Byte((byte)features.Gender);
        writer.Unsigned((ulong)features.Names.Length);
        foreach (var name in features.Names)
        {
            WriteName(ref writer, name);
        }

        writer.Unsigned((ulong)features.OrganisationNames.Length);
        foreach (var name in features.OrganisationNames)
        {
            WriteOrganisationName(ref writer, name);
        }

        WriteDates(ref writer, features.BirthDates);
        WriteDates(ref writer, features.DeathDates);
        writer.Unsigned((ulong)features.Addresses.Length);
        foreach (var address in features.Addresses)
        {
            WriteAddress(ref writer, address);
        }

        writer.Unsigned((ulong)features.Phones.Length);
        foreach (var phone in features.Phones)
        {
            writer.Text(phone.Number);
            writer.Byte((byte)((phone.IsMobile ? 1 : 0) | (phone.IsValid ? 2 : 0)));
        }

        writer.Unsigned((ulong)features.Emails.Length);
        foreach (var email in features.Emails)
        {
            writer.Text(email.Local);
            writer.Text(email.Domain);
            writer.Byte(email.IsRole ? (byte)1 : (byte)0);
        }

        writer.Unsigned((ulong)features.Identifiers.Length);
        foreach (var identifier in features.Identifiers)
        {
            WriteIdentifier(ref writer, identifier);
        }

        writer.Texts(features.Websites);
        writer.Texts(features.Employers);
        writer.Texts(features.BirthPlaces);
        writer.Texts(features.Nationalities);
        writer.Date(features.RegistrationDate);
        writer.Text(features.RegistrationCountry);
        writer.Unsigned((ulong)features.Traits.Length);
        foreach (var trait in features.Traits)
        {
            writer.Text(trait.Name);
            writer.Byte((byte)trait.Kind);
            writer.Text(trait.Text);
            writer.Signed(trait.Millionths);
            writer.Date(trait.Date);
        }

        return writer.Finish();
    }

    /// <exception cref="InvalidDataException">Not features, or of a version this build does not read.</exception>
    public static RecordFeatures Decode(ReadOnlySpan<byte> encoded)
    {
        var reader = new FeatureReader(encoded);
        var version = reader.Byte();
        if (version != Version)
        {
            throw new InvalidDataException($"Features of version {version} are not read by this build, which reads version {Version}.");
        }

        var type = (RecordType)reader.Small((byte)RecordType.Property, "type of record");
        var gender = (Gender)reader.Small((byte)Gender.Other, "gender");
        var features = new RecordFeatures
        {
            Type = type,
            Gender = gender,
            Names = ReadNames(ref reader),
            OrganisationNames = ReadOrganisationNames(ref reader),
            BirthDates = ReadDates(ref reader),
            DeathDates = ReadDates(ref reader),
            Addresses = ReadAddresses(ref reader),
            Phones = ReadPhones(ref reader),
            Emails = ReadEmails(ref reader),
            Identifiers = ReadIdentifiers(ref reader),
            Websites = reader.Texts(),
            Employers = reader.Texts(),
            BirthPlaces = reader.Texts(),
            Nationalities = reader.Texts(),
            RegistrationDate = reader.Date(),
            RegistrationCountry = reader.Text(),
            Traits = ReadTraits(ref reader),
        };
        return reader.AtEnd ? features : throw new InvalidDataException("Features are followed by something else.");
    }
}
