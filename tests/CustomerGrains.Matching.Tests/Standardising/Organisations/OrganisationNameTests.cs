using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising;

namespace CustomerGrains.Matching.Tests.Standardising.Organisations;

public sealed class OrganisationNameTests
{
    [Theory]
    [InlineData("Acme Ltd", "acme", "limited")]
    [InlineData("ACME LIMITED", "acme", "limited")]
    [InlineData("Acme Co. Ltd.", "acme", "limited")]
    [InlineData("Smith & Sons P.L.C.", "smith and sons", "public limited company")]
    [InlineData("The Acme Company, Inc.", "acme", "incorporated")]
    [InlineData("Acme Widgets LLP", "acme widgets", "limited liability partnership")]
    [InlineData("Müller GmbH & Co. KG", "muller", "gmbh and co kg")]
    [InlineData("Siemens Aktiengesellschaft", "siemens", "ag")]
    [InlineData("Acme Pty Ltd", "acme", "pty limited")]
    [InlineData("Société Générale S.A.", "societe generale", "sa")]
    [InlineData("Fiat S.p.A.", "fiat", "spa")]
    [InlineData("Philips N.V.", "philips", "nv")]
    [InlineData("Nokia Oyj", "nokia", "oy")]
    [InlineData("OAO Gazprom", "gazprom", "joint stock company")]
    [InlineData("Open Joint Stock Company Gazprom", "gazprom", "joint stock company")]
    [InlineData("Акционерное общество \"Ромашка\"", "romashka", "joint stock company")]
    [InlineData("Общество с ограниченной ответственностью Ромашка", "romashka", "ooo")]
    [InlineData("Societatea cu Răspundere Limitată PRO TRAFFIC", "pro traffic", "srl")]
    [InlineData("Missiles Corporation Joint Stock Company", "missiles", "joint stock company")]
    [InlineData("SiemensAG", "siemens", "ag")]
    [InlineData("Siemens Aktiengeselschaft", "siemens", "ag")]
    [InlineData("PayPal Inc", "paypal", "incorporated")]
    [InlineData("Limited", "limited", null)]
    [InlineData("The The", "the", null)]
    [InlineData("3M", "3m", null)]
    public void The_legal_form_is_taken_off(string written, string joined, string? form)
    {
        var name = Standardise(written).OrganisationNames.Single();
        Assert.Equal((joined, form), (name.Joined, name.LegalForm));
    }

    [Theory]
    [InlineData("Acme Ltd t/a Widgets", "acme; widgets")]
    [InlineData("Acme Ltd trading as The Widget Shop", "acme; widget shop")]
    public void A_trading_name_is_a_name_too(string written, string expected) =>
        Assert.Equal(expected, string.Join("; ", Standardise(written).OrganisationNames.Select(name => name.Joined)));

    [Fact]
    public void Several_words_have_an_acronym()
    {
        Assert.Equal("ibm", Standardise("International Business Machines Corp").OrganisationNames.Single().Acronym);
        Assert.Null(Standardise("Siemens AG").OrganisationNames.Single().Acronym);
    }

    [Theory]
    [InlineData("Brigade Forty-Four", "brigade 44")]
    [InlineData("Brigade Forty 4", "brigade 44")]
    [InlineData("First Bank Int'l", "1 bank international")]
    [InlineData("Growth Fund III", "growth fund 3")]
    [InlineData("III Marine", "iii marine")]
    [InlineData("L. X. C. Aviation", "lxc aviation")]
    [InlineData("Deutsche Bank's", "deutsche bank")]
    public void Numbers_and_abbreviations_are_written_one_way(string written, string joined) =>
        Assert.Equal(joined, Standardise(written).OrganisationNames.Single().Joined);

    [Fact]
    public void What_stands_in_brackets_may_be_left_out() =>
        Assert.Equal(["deutsche bank schweiz", "deutsche bank"], Standardise("Deutsche Bank (Schweiz) AG").OrganisationNames.Select(name => name.Joined));

    [Fact]
    public void An_acronym_leaves_small_words_out() =>
        Assert.Equal("fbi", Standardise("Federal Bureau of Investigation").OrganisationNames.Single().Acronym);

    [Theory]
    [InlineData("")]
    [InlineData("Unknown")]
    [InlineData("n/a")]
    [InlineData("---")]
    public void Placeholders_are_no_name(string written) => Assert.Empty(Standardise(written).OrganisationNames);

    [Fact]
    public void A_record_of_no_type_is_an_organisation_only_when_it_has_no_person()
    {
        Assert.Equal(RecordType.Organisation, Standardise("Acme").Type);
        Assert.Equal(RecordType.Person, Standardiser.Standardise(
            new SourceRecord { Names = [new PersonName { Full = "Jo Bloggs" }], OrganisationNames = [new OrganisationName("Acme")] }, new SourceDefaults()).Type);
        Assert.Equal(RecordType.Person, Standardiser.Standardise(new SourceRecord(), new SourceDefaults()).Type);
        Assert.Equal(RecordType.Property, Standardiser.Standardise(new SourceRecord { Type = RecordType.Property }, new SourceDefaults()).Type);
    }

    private static CustomerGrains.Matching.Features.RecordFeatures Standardise(string name) =>
        Standardiser.Standardise(new SourceRecord { OrganisationNames = [new OrganisationName(name)] }, new SourceDefaults());
}
