using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising;

namespace CustomerGrains.Matching.Tests.Standardising.Addresses;

public sealed class AddressTests
{
    // number / street / unit / building / city / state / postcode / country; "-" for what is absent.
    [Theory]
    [InlineData("GB", "10 Downing Street, London SW1A 2AA", "10/downing street/-/-/london/-/sw1a2aa/-")]
    [InlineData("GB", "Flat 2, 45 High St., Reigate, Surrey, RH2 9AE, United Kingdom", "45/high street/2/-/reigate/surrey/rh29ae/GB")]
    [InlineData("GB", "Rose Cottage, 5 Mill Lane, Little Snoring, Norfolk NR21 0HT", "5/mill lane/-/rose cottage/little snoring/norfolk/nr210ht/-")]
    [InlineData("GB", "12, St James Street, Brighton", "12/st james street/-/-/brighton/-/-/-")]
    [InlineData("GB", "221b Baker Street London NW16XE", "221b/baker street/-/-/london/-/nw16xe/-")]
    [InlineData("GB", "The Old School House, Church Lane, York YO1 7HH", "-/church lane/-/the old school house/york/-/yo17hh/-")]
    [InlineData("GB", "PO Box 123, Leeds LS1 1AA", "-/-/-/-/leeds/-/ls11aa/-")]
    [InlineData("US", "123 Main Street, Las Vegas NV 89132", "123/main street/-/-/las vegas/nv/89132/-")]
    [InlineData("US", "123 Main St, Las Vegas", "123/main street/-/-/las vegas/-/-/-")]
    [InlineData("US", "123 Main Street Las Vegas NV 89132-1234", "123/main street/-/-/las vegas/nv/89132/-")]
    [InlineData("US", "1600 Pennsylvania Ave NW, Washington DC 20500, USA", "1600/pennsylvania avenue northwest/-/-/washington/dc/20500/US")]
    [InlineData("US", "30 W 26th St, 6th Fl, New York, NY", "30/west 26th street/6/-/new york/ny/-/-")]
    [InlineData("US", "5 N Oak Blvd Apt #4, Newark, New Jersey 07102", "5/north oak boulevard/4/-/newark/nj/07102/-")]
    [InlineData("AU", "3/45 Smith Rd, Carlton VIC 3053", "45/smith road/3/-/carlton/vic/3053/-")]
    [InlineData("AU", "Unit 7, 12-14 George Street, Sydney New South Wales 2000 Australia", "12-14/george street/7/-/sydney/nsw/2000/AU")]
    [InlineData("DE", "Hauptstr. 12a, 10827 Berlin", "12a/hauptstrasse/-/-/berlin/-/10827/-")]
    [InlineData("DE", "Berliner Straße 5, 60311 Frankfurt am Main, Deutschland", "5/berliner strasse/-/-/frankfurt am main/-/60311/DE")]
    [InlineData("DE", "Acme Verlag Lindenweg 67 13353 Berlin", "67/lindenweg/-/acme verlag/berlin/-/13353/-")]
    [InlineData("US", "9304 W. 15th St La Mesa, CA 91942", "9304/west 15th street/-/-/la mesa/ca/91942/-")]
    [InlineData("US", "Market House, 13 Bridge Road, Singapore 059413", "13/bridge road/-/market house/-/-/059413/SG")]
    [InlineData("US", "Hill Road, Mumbai, 400050, India", "-/hill road/-/-/mumbai/-/400050/IN")]
    public void One_line_is_read(string region, string line, string expected) => Assert.Equal(expected, Show(Read(region, new Address { Lines = [line] })));

    [Theory]
    [InlineData("US", "1515 Adela Ln, Las Vegas, NV 89111", "1515", "Adela Lane", null, "Las Vegas", "Nevada", "89111")]
    [InlineData("US", "1515 Adela Ln, Las Vegas, NV 89111", null, "1515 Adela Ln", null, "LAS VEGAS", "NV", "89111-0000")]
    [InlineData("GB", "Flat 2, 45 High Street, Leeds LS1 1AA", "45", "High St", "Flat 2", "Leeds", null, "LS1 1AA")]
    [InlineData("GB", "Flat 2, 45 High Street, Leeds LS1 1AA", null, "Flat 2, 45 High Street", null, "Leeds", null, "ls11aa")]
    [InlineData("AU", "3/45 Smith Rd, Carlton VIC 3053", "45", "Smith Road", "3", "Carlton", "Victoria", "3053")]
    [InlineData("AU", "3/45 Smith Rd, Carlton VIC 3053", "3/45", "Smith Road", null, "Carlton", "Victoria", "3053")]
    [InlineData("DE", "Hauptstrasse 12, 10827 Berlin", "12", "Hauptstr.", null, "Berlin", null, "10827")]
    [InlineData("DE", "Hauptstrasse 12, 10827 Berlin", null, "Hauptstraße 12", null, "Berlin", null, "10827")]
    public void Parts_and_one_line_give_the_same(string region, string line, string? number, string street, string? unit, string city, string? state, string postcode)
    {
        var parts = new Address { HouseNumber = number, Street = street, Unit = unit, City = city, State = state, Postcode = postcode };
        Assert.Equal(Show(Read(region, new Address { Lines = [line] })), Show(Read(region, parts)));
    }

    [Fact]
    public void Parts_win_over_lines()
    {
        var address = Read("AU", new Address { Lines = ["blair street", "apt 0205"], HouseNumber = "325", City = "Proserpine", Postcode = "4701", State = "NSW" });
        Assert.Equal("325/blair street/205/-/proserpine/nsw/4701/-", Show(address));
        var named = Read("AU", new Address { Lines = ["goyder street", "rosetta village"], HouseNumber = "1241", City = "Carnegie" });
        Assert.Equal("1241/goyder street/-/rosetta village/carnegie/-/-/-", Show(named));
    }

    [Theory]
    [InlineData("Goldenoaks", "Tristania Street", "10/tristania street/-/goldenoaks/brookvale/-/-/-")]
    [InlineData("Tristania Street", "Goldenoaks Village", "10/tristania street/-/goldenoaks village/brookvale/-/-/-")]
    [InlineData("Tristania Street", "Golden Park", "10/tristania street/-/golden park/brookvale/-/-/-")]
    [InlineData("Tristaniastreet", "Golden Place", "10/tristaniastreet/-/golden place/brookvale/-/-/-")]
    [InlineData("Tristania", "Golden Park", "10/tristania/-/golden park/brookvale/-/-/-")]
    public void The_street_may_stand_in_the_line_and_the_house_in_its_place(string street, string line, string expected) =>
        Assert.Equal(expected, Show(Read("AU", new Address { HouseNumber = "10", Street = street, Lines = [line], City = "Brookvale" })));

    [Theory]
    [InlineData("High Street", "high")]
    [InlineData("N Main St", "main")]
    [InlineData("The Avenue", "the avenue")]
    [InlineData("Broadway", "broadway")]
    [InlineData("Park Lane", "park")]
    [InlineData("42nd Street", "42nd")]
    public void The_core_of_a_street_lacks_its_type(string street, string core) => Assert.Equal(core, Read("GB", new Address { Street = street })?.StreetCore);

    [Theory]
    [InlineData("GB", "SW1A 1AA", "sw1a1aa", "sw1a")]
    [InlineData("GB", "M1 1AE", "m11ae", "m1")]
    [InlineData("GB", "SW1A", "sw1a", "sw1a")]
    [InlineData("US", "89132-1234", "89132", "891")]
    [InlineData("US", "7102", "07102", "071")]
    [InlineData("AU", "800", "0800", "08")]
    [InlineData("DE", "10827", "10827", "10")]
    [InlineData("US", "00000", null, null)]
    public void Postcodes_have_areas(string region, string written, string? postcode, string? area)
    {
        var address = Read(region, new Address { City = "x", Postcode = written });
        Assert.Equal((postcode, area), (address?.Postcode, address?.PostcodeArea));
    }

    [Theory]
    [InlineData("UK", "GB")]
    [InlineData("United States of America", "US")]
    [InlineData("deu", "DE")]
    [InlineData("Côte d'Ivoire", "CI")]
    [InlineData("Ruritania", "ruritania")]
    public void Countries_become_codes(string written, string country) => Assert.Equal(country, Read("GB", new Address { City = "x", Country = written })?.Country);

    [Fact]
    public void Dates_of_validity_are_read()
    {
        var address = Read("GB", new Address { City = "York", ValidFrom = "2001-02", ValidTo = "31/12/2005" });
        Assert.Equal((new DateFeature(2001, 2, 0), new DateFeature(2005, 12, 31)), (address!.ValidFrom, address.ValidTo));
    }

    [Theory]
    [InlineData("")]
    [InlineData("unknown")]
    [InlineData("No fixed abode")]
    [InlineData(",,,")]
    public void Placeholders_are_no_address(string line) =>
        Assert.Null(Read("GB", new Address { Lines = [line], Country = "GB" }));

    [Fact]
    public void A_house_number_of_zeros_is_no_number() => Assert.Null(Read("GB", new Address { HouseNumber = "0", Street = "High Street" })?.HouseNumber);

    private static AddressFeature? Read(string region, Address address) =>
        Standardiser.Standardise(new SourceRecord { Addresses = [address] }, new SourceDefaults { Region = region }).Addresses.SingleOrDefault();

    private static string Show(AddressFeature? address) => string.Join('/', ((string?[])
    [
        address?.HouseNumber, address?.Street, address?.Unit, address?.Building, address?.City, address?.State, address?.Postcode, address?.Country,
    ]).Select(part => part ?? "-"));
}
