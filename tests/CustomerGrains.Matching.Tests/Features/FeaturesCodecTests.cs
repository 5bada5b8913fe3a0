using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising;
using CustomerGrains.Matching.Tests.Records;

namespace CustomerGrains.Matching.Tests.Features;

public sealed class FeaturesCodecTests
{
    [Fact]
    public void Features_come_back_as_they_were() => Seeded.Run(500, random =>
    {
        var features = Standardiser.Standardise(RandomRecords.Next(random), new SourceDefaults());
        DeepEqual.Check(features, FeaturesCodec.Decode(FeaturesCodec.Encode(features)));
    });

    [Fact]
    public void Every_field_is_carried()
    {
        var features = new RecordFeatures
        {
            Type = RecordType.Organisation,
            Names =
            [
                new NameFeature
                {
                    Type = NameType.Former,
                    Given = [new NameToken { Text = "robert", Phonetic = "RPRT", PhoneticAlternate = "RPRT", NicknameGroups = [3, 700] }, new NameToken { Text = "j" }],
                    Surname = [new NameToken { Text = "smith", Phonetic = "SM0", PhoneticAlternate = "XMT" }],
                    SurnameJoined = "smith",
                    Generation = 2,
                    OrderGuessed = true,
                    FirstCount = 1,
                },
                new NameFeature { Type = NameType.Native, Surname = [new NameToken { Text = "smith" }], SurnameJoined = "smith", GivenWithheld = true },
            ],
            OrganisationNames = [new OrganisationNameFeature { Type = NameType.Alias, Words = ["acme", "sons"], Joined = "acme sons", LegalForm = "limited", Acronym = "as" }],
            BirthDates = [new DateFeature(1978, 12, 11, Ambiguous: true), new DateFeature(9999, 1, 1, IsDefault: true)],
            DeathDates = [new DateFeature(0, 2, 29)],
            Gender = Gender.Other,
            Addresses =
            [
                new AddressFeature
                {
                    Type = "home", HouseNumber = "1", Street = "main street", StreetCore = "main", Unit = "2", PostBox = "3", Building = "b", City = "c",
                    State = "nv", Postcode = "89132", PostcodeArea = "891", Country = "US", ValidFrom = new DateFeature(2001, 0, 0), ValidTo = new DateFeature(2002, 3, 0),
                },
            ],
            Phones = [new PhoneFeature("+442079460958", IsMobile: true, IsValid: false)],
            Emails = [new EmailFeature("a", "b.c", IsRole: true)],
            Identifiers = [new IdentifierFeature { Kind = "nhs", Value = "9434765919", Issuer = "GB", Exclusive = true, Verified = true, Check = IdentifierCheck.Failed }],
            Websites = ["a.b"],
            Employers = ["acme"],
            BirthPlaces = ["york"],
            Nationalities = ["GB"],
            RegistrationDate = new DateFeature(1999, 9, 9),
            RegistrationCountry = "DE",
            Traits = [new TraitFeature { Name = "height", Kind = TraitKind.Number, Text = "-1.5", Millionths = -1_500_000, Date = new DateFeature(2000, 1, 2) }],
        };
        DeepEqual.Check(features, FeaturesCodec.Decode(FeaturesCodec.Encode(features)));
    }

    [Fact]
    public void Another_version_is_refused()
    {
        var bytes = FeaturesCodec.Encode(new RecordFeatures { Type = RecordType.Person });
        bytes[0]++;
        Assert.Contains("version 2", Assert.Throws<InvalidDataException>(() => FeaturesCodec.Decode(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_may_follow()
    {
        byte[] bytes = [.. FeaturesCodec.Encode(new RecordFeatures { Type = RecordType.Person }), 0];
        Assert.Throws<InvalidDataException>(() => FeaturesCodec.Decode(bytes));
    }

    [Fact]
    public void Features_cut_short_are_refused() => Seeded.Run(50, random =>
    {
        var bytes = FeaturesCodec.Encode(Standardiser.Standardise(RandomRecords.Next(random), new SourceDefaults()));
        for (var length = 0; length < bytes.Length; length++)
        {
            var cut = bytes[..length];
            Assert.Throws<InvalidDataException>(() => FeaturesCodec.Decode(cut));
        }
    });

    [Fact]
    public void Damaged_bytes_are_refused_or_read_but_never_crash_or_ask_for_much_memory() => Seeded.Run(2000, random =>
    {
        var bytes = FeaturesCodec.Encode(Standardiser.Standardise(RandomRecords.Next(random), new SourceDefaults()));
        for (var damage = random.Next(1, 6); damage > 0; damage--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            FeaturesCodec.Decode(bytes);
        }
        catch (InvalidDataException)
        {
            // The one error that damage may raise.
        }

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100_000 + (100 * bytes.Length), "Decoding asked for far more memory than it was sent bytes.");
    });
}
