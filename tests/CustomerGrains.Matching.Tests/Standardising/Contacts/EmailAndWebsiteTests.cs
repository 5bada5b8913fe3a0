using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Standardising.Contacts;

namespace CustomerGrains.Matching.Tests.Standardising.Contacts;

public sealed class EmailAndWebsiteTests
{
    [Theory]
    [InlineData("Bob.Smith@Work.com", "bob.smith", "work.com")]
    [InlineData(" mailto:bob@work.com ", "bob", "work.com")]
    [InlineData("Bob Smith <bob@work.com>", "bob", "work.com")]
    [InlineData("bob+shop@work.com", "bob", "work.com")]
    [InlineData("b.o.b+x@googlemail.com", "bob", "gmail.com")]
    [InlineData("b.o.b@work.com", "b.o.b", "work.com")]
    [InlineData("o'neill@work.co.uk", "o'neill", "work.co.uk")]
    [InlineData("bob@work", "bob", "work")]
    [InlineData("bob@mail.example", "bob", "mail.example")]
    [InlineData("bob@@work.com", "bob", "work.com")]
    public void Addresses_are_split_and_lowered(string written, string local, string domain) =>
        Assert.Equal(new EmailFeature(local, domain, IsRole: false), EmailReader.Read(written));

    [Theory]
    [InlineData("info@work.com")]
    [InlineData("Customer-Service@work.com")]
    public void Role_addresses_are_marked(string written) => Assert.True(EmailReader.Read(written)?.IsRole);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("bob")]
    [InlineData("@work.com")]
    [InlineData("bob@")]
    [InlineData("test@test.com")]
    [InlineData("none@none.com")]
    [InlineData("no-email@gmail.com")]
    [InlineData("NoEmail@anything.org")]
    [InlineData("someone@example.org")]
    [InlineData("someone@example")]
    [InlineData("someone@nowhere.invalid")]
    [InlineData("1234567@work.com")]
    [InlineData("xxx@work.com")]
    public void Placeholders_and_what_is_no_address_are_left_out(string? written) => Assert.Null(EmailReader.Read(written));

    [Theory]
    [InlineData("https://www.Acme.co.uk/contact?x=1", "acme.co.uk")]
    [InlineData("acme.com", "acme.com")]
    [InlineData("http://user@acme.com:8080/", "acme.com")]
    [InlineData("www.acme.com.", "acme.com")]
    [InlineData("acme", null)]
    [InlineData("none", null)]
    [InlineData("http://example.com", null)]
    public void Websites_are_their_hosts(string written, string? host) => Assert.Equal(host, WebsiteReader.Read(written));
}
