using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising;

namespace CustomerGrains.Matching.Tests.Standardising.Identifiers;

public sealed class IdentifierTests
{
    [Theory]
    [InlineData("SSN", "ssn")]
    [InlineData("Social Security Number", "ssn")]
    [InlineData("NHS No.", "nhs")]
    [InlineData("National Insurance", "nino")]
    [InlineData("Driver's License", "driving_licence")]
    [InlineData("Passport Number", "passport")]
    [InlineData("Company Number", "company_number")]
    [InlineData("Steuer-ID", "steuer_id")]
    [InlineData("Library Card", "library card")]
    [InlineData("", "other_id")]
    public void Kinds_get_one_name(string written, string kind) => Assert.Equal(kind, Read(written, "AB12345")?.Kind);

    [Theory]
    [InlineData("nhs", "943 476 5919", null, IdentifierCheck.Passed)]
    [InlineData("nhs", "943 476 5918", null, IdentifierCheck.Failed)]
    [InlineData("nhs", "94347659", null, IdentifierCheck.Failed)]
    [InlineData("nino", "AB 12 34 56 D", null, IdentifierCheck.Passed)]
    [InlineData("nino", "QQ 12 34 56 A", null, IdentifierCheck.Failed)]
    [InlineData("nino", "GB 12 34 56 A", null, IdentifierCheck.Failed)]
    [InlineData("nino", "AB 12 34 56 E", null, IdentifierCheck.Failed)]
    [InlineData("ssn", "294-66-9999", null, IdentifierCheck.Passed)]
    [InlineData("ssn", "666-12-3456", null, IdentifierCheck.Failed)]
    [InlineData("ssn", "912-12-3456", null, IdentifierCheck.Failed)]
    [InlineData("ssn", "294-00-9999", null, IdentifierCheck.Failed)]
    [InlineData("ssn", "6789", null, IdentifierCheck.Failed)]
    [InlineData("npi", "1234567893", null, IdentifierCheck.Passed)]
    [InlineData("npi", "1234567894", null, IdentifierCheck.Failed)]
    [InlineData("credit card", "4111 1111 1111 1111", null, IdentifierCheck.Passed)]
    [InlineData("iban", "GB82 WEST 1234 5698 7654 32", null, IdentifierCheck.Passed)]
    [InlineData("iban", "GB82 WEST 1234 5698 7654 33", null, IdentifierCheck.Failed)]
    [InlineData("lei", "5493001KJTIIGC8Y1R12", null, IdentifierCheck.Passed)]
    [InlineData("lei", "5493001KJTIIGC8Y1R13", null, IdentifierCheck.Failed)]
    [InlineData("vat", "GB 980 7806 84", null, IdentifierCheck.Passed)]
    [InlineData("vat", "980780684", "GB", IdentifierCheck.Passed)]
    [InlineData("vat", "GB980780685", null, IdentifierCheck.Failed)]
    [InlineData("vat", "DE136695976", null, IdentifierCheck.Passed)]
    [InlineData("vat", "DE136695978", null, IdentifierCheck.Failed)]
    [InlineData("vat", "FR40303265045", null, IdentifierCheck.Passed)]
    [InlineData("vat", "FR41303265045", null, IdentifierCheck.Failed)]
    [InlineData("vat", "ATU13585627", null, IdentifierCheck.Passed)]
    [InlineData("vat", "BE0428759497", null, IdentifierCheck.Passed)]
    [InlineData("vat", "IT00743110157", null, IdentifierCheck.Passed)]
    [InlineData("vat", "NL004495445B01", null, IdentifierCheck.Passed)]
    [InlineData("vat", "SE556188840401", null, IdentifierCheck.None)]
    [InlineData("steuer id", "36574261809", null, IdentifierCheck.Passed)]
    [InlineData("steuer id", "36574261890", null, IdentifierCheck.Failed)]
    [InlineData("tfn", "123 456 782", null, IdentifierCheck.Passed)]
    [InlineData("tfn", "123 456 783", null, IdentifierCheck.Failed)]
    [InlineData("abn", "51 824 753 556", null, IdentifierCheck.Passed)]
    [InlineData("abn", "51 824 753 557", null, IdentifierCheck.Failed)]
    [InlineData("medicare", "2123 45670 1", null, IdentifierCheck.Passed)]
    [InlineData("medicare", "2123 45671 1", null, IdentifierCheck.Failed)]
    [InlineData("medicare", "1EG4-TE5-MK73", null, IdentifierCheck.None)]
    [InlineData("passport", "925665416", "GB", IdentifierCheck.None)]
    public void Public_checks_are_made(string kind, string value, string? issuer, IdentifierCheck check) =>
        Assert.Equal(check, Read(kind, value, issuer)?.Check);

    // Goal: a check digit catches what it is made for. Method: change one digit of a valid number anywhere; it must fail.
    [Theory]
    [InlineData("nhs", "9434765919")]
    [InlineData("npi", "1234567893")]
    [InlineData("steuer id", "36574261809")]
    [InlineData("abn", "51824753556")]
    [InlineData("tfn", "123456782")]
    [InlineData("iban", "GB82WEST12345698765432")]
    public void One_wrong_digit_fails(string kind, string value)
    {
        foreach (var at in Enumerable.Range(0, value.Length).Where(at => char.IsAsciiDigit(value[at])))
        {
            for (var digit = '0'; digit <= '9'; digit++)
            {
                var changed = value[..at] + digit + value[(at + 1)..];
                if (changed != value && Read(kind, changed) is { } identifier)
                {
                    Assert.Equal(IdentifierCheck.Failed, identifier.Check);
                }
            }
        }
    }

    [Theory]
    [InlineData("ssn", "294-66-9999", null, true)]
    [InlineData("ssn", "666-66-9999", null, false)]
    [InlineData("ssn", "6789", null, false)]
    [InlineData("nhs", "9434765919", null, true)]
    [InlineData("national id", "S1234567D", "SG", true)]
    [InlineData("national id", "S1234567D", null, false)]
    [InlineData("passport", "925665416", "GB", false)]
    [InlineData("driving licence", "112233", "NV", false)]
    [InlineData("library card", "112233", null, false)]
    public void Kinds_that_are_one_to_one_by_nature_are_exclusive(string kind, string value, string? issuer, bool exclusive) =>
        Assert.Equal(exclusive, Read(kind, value, issuer)?.Exclusive);

    [Theory]
    [InlineData("ssn", "000-00-0000")]
    [InlineData("ssn", "123-45-6789")]
    [InlineData("ssn", "999999999")]
    [InlineData("passport", "none")]
    [InlineData("passport", "N/A")]
    [InlineData("nino", "AA000000A")]
    [InlineData("other", "xxxx")]
    [InlineData("other", "11111")]
    [InlineData("other", "--")]
    public void Placeholders_are_no_identifier(string kind, string value) => Assert.Null(Read(kind, value));

    [Theory]
    [InlineData("United Kingdom", "GB")]
    [InlineData("NV", "nv")]
    [InlineData("Nevada", "nv")]
    [InlineData("DVLA Swansea", "dvla swansea")]
    public void Issuers_are_codes_where_known(string written, string issuer) => Assert.Equal(issuer, Read("driving licence", "112233", written)?.Issuer);

    [Fact]
    public void Accounts_are_identifiers_of_their_domain()
    {
        var features = Standardiser.Standardise(new SourceRecord { Accounts = [new Account("rn-00 123", "Rent")] }, new SourceDefaults());
        var account = Assert.Single(features.Identifiers);
        Assert.Equal(("account", "RN00123", "rent"), (account.Kind, account.Value, account.Issuer));
    }

    private static IdentifierFeature? Read(string kind, string value, string? issuer = null) => Standardiser.Standardise(
        new SourceRecord { Identifiers = [new Identifier { Type = kind, Value = value, Issuer = issuer }] }, new SourceDefaults()).Identifiers.SingleOrDefault();
}
