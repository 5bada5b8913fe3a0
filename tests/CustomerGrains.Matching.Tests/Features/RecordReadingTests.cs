using System.Buffers.Binary;
using System.Security.Cryptography;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Standardising;

namespace CustomerGrains.Matching.Tests.Features;

/// <summary>What this build makes of records cannot change unnoticed: stores that hold older readings must be told to read anew.</summary>
public sealed class RecordReadingTests
{
    /// <summary>What the corpus below comes to by <see cref="RecordReading.Version"/>.</summary>
    private const int PinnedVersion = 2;

    private const string PinnedDigest = "8792369cbdac98c9ef787572b7f020f24d5bfe717831ee88e793b5258d6928fa";

    private static readonly KeyHasher Hasher = new([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);

    private static readonly SourceDefaults[] Settings = [new SourceDefaults(), new SourceDefaults { Region = "US", DateOrder = DateOrder.MonthFirst }];

    [Fact]
    public void Features_and_keys_of_fixed_records_are_those_of_the_version_of_reading()
    {
        var digest = Digest();
        Assert.True(
            RecordReading.Version == PinnedVersion && digest == PinnedDigest,
            $"This build reads records otherwise than version {PinnedVersion} did: the digest is {digest}. Stores hold what the former builds read, so raise {nameof(RecordReading)}.{nameof(RecordReading.Version)} "
            + $"by one (it is {RecordReading.Version}), then pin the new version and digest here.");
    }

    [Fact]
    public void The_fixed_records_have_keys_of_every_scheme()
    {
        var met = Readings().SelectMany(features => BlockingSchemes.Derive(features, Hasher).Keys.Select(key => BlockingSchemes.SchemeOf(features, key, Hasher))).ToHashSet();
        Assert.All(HotKeys.Schemes, scheme => Assert.Contains(scheme, met));
    }

    private static IEnumerable<RecordFeatures> Readings() => Settings.SelectMany(settings => Corpus().Select(record => Standardiser.Standardise(record, settings)));

    private static string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var number = new byte[8];
        foreach (var features in Readings())
        {
            var encoded = FeaturesCodec.Encode(features);
            Add(encoded.Length);
            hash.AppendData(encoded);
            var keys = BlockingSchemes.Derive(features, Hasher);
            foreach (var list in new[] { keys.Keys, keys.SearchKeys, keys.ValueKeys })
            {
                Add(list.Length);
                foreach (var key in list)
                {
                    BinaryPrimitives.WriteUInt64LittleEndian(number, key.Value);
                    hash.AppendData(number);
                }
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(int length)
        {
            BinaryPrimitives.WriteInt64LittleEndian(number, length);
            hash.AppendData(number);
        }
    }

    /// <summary>Made of lists that are walked at different strides, so that every value meets many others. Nothing random: the records are the same on every machine and for ever.</summary>
    private static IEnumerable<SourceRecord> Corpus()
    {
        PersonName[] names =
        [
            new() { Given = "Margaret", Surname = "Okonkwo" }, new() { Given = "Maggie", Middle = "Jane", Surname = "O'Brien-Smith", Prefix = "Dr", Suffix = "Jr" }, new() { Full = "VAN DER BERG, Jan Pieter" },
            new() { Full = "Mr José María García López" }, new() { Given = "Jürgen", Surname = "Müller" }, new() { Full = "Wei Zhang" }, new() { Given = "Thaddeus", Surname = "Quillfeather" },
            new() { Given = "Li", Surname = "Xu" }, new() { Given = "J.", Surname = "Smyth", Type = NameType.Former }, new() { Full = "Smith, Robert (Bob)" }, new() { Surname = "McDonald" },
            new() { Given = "Оксана", Surname = "Шевченко" }, new() { Given = "Ngozi", Surname = "Adichie", Type = NameType.Alias }, new() { Full = "de la Cruz Ana" }, new() { Given = "test", Surname = "unknown" },
        ];
        string[] births =
        [
            "1961-03-12", "12/03/1961", "3 Dec 1984", "1984-07", "1990", "01/01/1900", "31.12.99", "20010230", "1984-07-30T00:00:00Z", "July 4, 1976", "29/02/2000", "0000-00-00", "1899-12-31",
        ];
        string[] phones = ["07700 900123", "+44 20 7946 0001", "(212) 555-0142", "0049 30 901820", "020 7946 0001 ext 12", "999", "+1-800-555-0199"];
        string[] emails = ["m.okonkwo@northmail.net", "MAGGIE+news@Post.SE", "jan_van_der_berg84@googlemail.com", "info@brightwater.example", "none@none.com", "xu@post.se", "a.b.c@x", "thaddeus.quillfeather@example.org"];
        Address[] addresses =
        [
            new() { HouseNumber = "10", Street = "Downing Street", City = "London", Postcode = "SW1A 2AA", Country = "GB" }, new() { Lines = ["Flat 3b, 221 Baker St.", "Marylebone", "London NW1 6XE"] },
            new() { Lines = ["1600 Pennsylvania Ave NW Apt 4", "Washington, DC 20500-0003"] }, new() { Street = "Hauptstraße 5", City = "Köln", Postcode = "50667", Country = "Germany" },
            new() { Lines = ["P.O. Box 123", "Springfield", "IL", "62701"] }, new() { City = "Leeds" }, new() { Lines = ["Rose Cottage, Mill Lane, Long Compton, CV36 5JH"] },
            new() { HouseNumber = "12-14", Street = "Rue de l'Église", City = "Lyon", Postcode = "69001", Country = "FR", ValidFrom = "2001-01-01", ValidTo = "2005-05-05" },
        ];
        OrganisationName[] organisations =
        [
            new("Brightwater Systems Ltd."), new("THE BRIGHTWATER SYSTEMS LIMITED"), new("3M Company"), new("Internationale Handels Gesellschaft mbH"), new("Royal Bank of Scotland plc", NameType.Former), new("IHG"),
            new("Smith & Sons (Holdings) Inc"), new("株式会社日立製作所", NameType.Native),
        ];
        Identifier[] identifiers =
        [
            new() { Type = "passport", Value = "501234567", Issuer = "GB", Exclusive = true, Verified = true }, new() { Type = "ssn", Value = "219-09-9998" }, new() { Type = "NHS number", Value = "943 476 5919" },
            new() { Type = "VAT", Value = "GB 980 7806 84" }, new() { Type = "iban", Value = "GB82 WEST 1234 5698 7654 32" }, new() { Type = "company number", Value = "01234567", Issuer = "GB" },
            new() { Type = "national insurance", Value = "QQ 12 34 56 C" }, new() { Type = "loyalty card", Value = "X-77-0042" }, new() { Type = "lei", Value = "5493001KJTIIGC8Y1R12" },
        ];
        for (var i = 0; i < 240; i++)
        {
            yield return new SourceRecord
            {
                Type = RecordType.Person,
                Names = i % 9 == 4 ? [names[i % names.Length], names[i * 7 % names.Length]] : [names[i % names.Length]],
                BirthDates = i % 5 == 3 ? [] : [births[i * 3 % births.Length]],
                DeathDates = i % 17 == 2 ? [births[(i + 4) % births.Length]] : [],
                Gender = (i % 6) switch { 0 => "F", 1 => "male", 2 => "Frau", 3 => "x", _ => null },
                Addresses = i % 4 == 1 ? [] : [addresses[i * 5 % addresses.Length]],
                Phones = i % 3 == 1 ? [new Phone(phones[i % phones.Length], i % 2 == 0 ? "mobile" : null)] : [],
                Emails = i % 3 == 2 ? [emails[i % emails.Length]] : [],
                Identifiers = i % 4 == 2 ? [identifiers[i % identifiers.Length]] : [],
                Accounts = i % 19 == 5 ? [new Account($"00{i}-17", "ledger")] : [],
                Websites = i % 23 == 7 ? ["https://www.okonkwo.example/about"] : [],
                Employers = i % 7 == 1 ? [organisations[i % organisations.Length].Name] : [],
                BirthPlaces = i % 8 == 1 ? ["Enugu, Nigeria"] : [],
                Nationalities = i % 8 == 2 ? ["British", "NG"] : [],
                Traits = i % 6 == 5
                    ? [new Trait("membership", TraitKind.Exact, $"M{i % 11}"), new Trait("note", TraitKind.Text, "Fond of Hens"), new Trait("height", TraitKind.Number, "172.50"), new Trait("joined", TraitKind.Date, births[i % births.Length])]
                    : [],
                Other = i % 10 == 0 ? [new("colour", "green")] : [],
            };
        }

        for (var i = 0; i < 96; i++)
        {
            yield return new SourceRecord
            {
                Type = i % 3 == 2 ? default : RecordType.Organisation,
                OrganisationNames = i % 5 == 4 ? [organisations[i % organisations.Length], organisations[(i + 3) % organisations.Length]] : [organisations[i % organisations.Length]],
                Addresses = i % 4 == 3 ? [] : [addresses[i * 3 % addresses.Length]],
                Phones = i % 3 == 0 ? [new Phone(phones[i % phones.Length])] : [],
                Emails = i % 4 == 0 ? [emails[i % emails.Length]] : [],
                Identifiers = i % 3 == 1 ? [identifiers[i % identifiers.Length]] : [],
                Websites = i % 2 == 0 ? [$"brightwater{i % 3}.example"] : [],
                RegistrationDate = i % 5 == 0 ? births[i % births.Length] : null,
                RegistrationCountry = i % 5 == 0 ? "United Kingdom" : null,
            };
        }

        foreach (var address in addresses)
        {
            yield return new SourceRecord { Type = RecordType.Property, Addresses = [address] };
        }
    }
}
