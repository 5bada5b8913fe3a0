using System.Net;
using CustomerGrains.Portal.Tests.Hosting;

namespace CustomerGrains.Portal.Tests.Pages;

/// <summary>What the browser is told beside the page itself.</summary>
[Collection(Town.Name)]
public sealed class AnswerTests(Town town)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/?q=Maria")]
    [InlineData("/customers/unknown")]
    public async Task Pages_may_run_nothing_load_nothing_foreign_and_be_kept_nowhere(string address)
    {
        using var answer = await town.Http.GetAsync(address);

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; style-src 'self'; img-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        var page = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(" style=", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_head_of_a_page_can_be_asked_for_alone()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/");
        using var answer = await town.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task The_sheet_is_named_after_its_content_and_may_be_kept()
    {
        var page = await town.Http.GetStringAsync("/");
        var address = System.Text.RegularExpressions.Regex.Match(page, "/portal/portal\\.[0-9a-f]{12}\\.css").Value;

        using var answer = await town.Http.GetAsync(address);
        using var other = await town.Http.GetAsync("/portal/portal.000000000000.css");

        Assert.Equal("text/css", answer.Content.Headers.ContentType?.MediaType);
        Assert.True(answer.Headers.CacheControl?.MaxAge > TimeSpan.FromDays(300));
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    [Fact]
    public async Task A_query_beyond_the_limit_is_refused_in_words()
    {
        using var answer = await town.Http.GetAsync($"/?q={new string('a', 501)}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("at most 500 characters", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_characters_in_a_query_do_no_harm()
    {
        using var answer = await town.Http.GetAsync("/?q=Maria%00%1b%0a%ff");

        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest, answer.StatusCode.ToString());
    }

    [Fact]
    public async Task What_is_typed_and_shown_never_reaches_the_log()
    {
        using var found = await town.Http.GetAsync("/?q=Canarybird+Maria+Okafor");
        using var missing = await town.Http.GetAsync("/customers/Canarybird");
        using var record = await town.Http.GetAsync("/records/housing/Canarybird");
        await town.Http.GetStringAsync($"/customers/{town.Maria}");

        Assert.NotEmpty(town.Log); // The server has said something, so silence would have been noticed.
        Assert.DoesNotContain(town.Log, line => line.Contains("Canarybird", StringComparison.OrdinalIgnoreCase) || line.Contains("Okafor", StringComparison.OrdinalIgnoreCase));
    }
}
