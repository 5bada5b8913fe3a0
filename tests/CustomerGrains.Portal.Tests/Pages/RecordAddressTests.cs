using CustomerGrains.Portal.Customers;
using CustomerGrains.Portal.Rendering;
using CustomerGrains.V1;

namespace CustomerGrains.Portal.Tests.Pages;

public sealed class RecordAddressTests
{
    [Theory]
    [InlineData("4711")]
    [InlineData("CT/2041-88")]
    [InlineData("a%2Fb")]
    [InlineData("50 % off? #1 ü مريم")]
    public void Any_record_id_survives_its_address(string id)
    {
        var key = new RecordKey { Source = "council-tax", RecordId = id };

        Assert.Equal(key, RecordEndpoint.Key(Links.Record(key)));
    }

    [Theory]
    [InlineData("/records/")]
    [InlineData("/records/housing")]
    [InlineData("/records/housing/")]
    [InlineData("/records//4711")]
    public void An_address_without_source_or_id_names_no_record(string target) => Assert.Null(RecordEndpoint.Key(target));

    [Fact]
    public void A_query_is_no_part_of_the_id() => Assert.Equal("4711", RecordEndpoint.Key("/records/housing/4711?from=mail")?.RecordId);
}
