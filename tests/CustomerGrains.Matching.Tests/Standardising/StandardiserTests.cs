using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising;
using CustomerGrains.Matching.Tests.Records;

namespace CustomerGrains.Matching.Tests.Standardising;

public sealed class StandardiserTests
{
    [Fact]
    public void A_record_in_parts_is_read_whole()
    {
        var features = Standardiser.Standardise(
            new SourceRecord
            {
                Names = [new PersonName { Given = "Robert", Middle = "J", Surname = "O'Neill Jr" }],
                BirthDates = ["12/11/1978"],
                Gender = "Male",
                Addresses = [new Address { Lines = ["123 Main Street, Las Vegas NV 89132"] }],
                Phones = [new Phone("702-919-1300", "HOME")],
                Emails = ["Bsmith+news@Work.com"],
                Identifiers = [new Identifier { Type = "SSN", Value = "294-66-9999" }],
            },
            new SourceDefaults { Region = "US" });
        var name = Assert.Single(features.Names);
        Assert.Equal(["robert", "j"], name.Given.Select(token => token.Text));
        Assert.Equal(1, name.FirstCount);
        Assert.Equal("oneill", name.SurnameJoined);
        Assert.Equal(2, name.Generation);
        Assert.Equal(new DateFeature(1978, 12, 11, Ambiguous: true), Assert.Single(features.BirthDates));
        Assert.Equal(Gender.Male, features.Gender);
        var address = Assert.Single(features.Addresses);
        Assert.Equal(("123", "main street", "main", "las vegas", "nv", "89132", "891"),
            (address.HouseNumber, address.Street, address.StreetCore, address.City, address.State, address.Postcode, address.PostcodeArea));
        Assert.Equal(new PhoneFeature("+17029191300", false, true), Assert.Single(features.Phones));
        Assert.Equal(new EmailFeature("bsmith", "work.com", false), Assert.Single(features.Emails));
        var identifier = Assert.Single(features.Identifiers);
        Assert.Equal(("ssn", "294669999", true, IdentifierCheck.Passed), (identifier.Kind, identifier.Value, identifier.Exclusive, identifier.Check));
    }

    [Fact]
    public void Any_text_is_survived_and_text_comes_out_folded() => Seeded.Run(2000, random =>
    {
        var features = Standardiser.Standardise(RandomRecords.Next(random), new SourceDefaults { Region = random.Next(2) == 0 ? "GB" : "US" });
        foreach (var token in features.Names.SelectMany(name => name.Given.Concat(name.Surname)))
        {
            Assert.Matches("^[a-z]+$", token.Text);
        }

        foreach (var name in features.OrganisationNames)
        {
            Assert.Matches("^[a-z0-9]+( [a-z0-9]+)*$", name.Joined);
        }

        foreach (var address in features.Addresses)
        {
            foreach (var part in (string?[])[address.Street, address.StreetCore, address.City, address.Building, address.Unit, address.HouseNumber])
            {
                Assert.Matches("^[a-z0-9#]+([ /-][a-z0-9#]+)*$", part ?? "x");
            }
        }

        foreach (var identifier in features.Identifiers)
        {
            Assert.Matches("^[A-Z0-9]+$", identifier.Value);
        }
    });
}
