using System.Net;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Portal.Tests.Pages;

/// <summary>The pages on a host of their own, with an index that is not there.</summary>
public sealed class UnreachableIndexTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/?q=Maria")]
    [InlineData("/customers/C-0000-0001-K")]
    [InlineData("/records/housing/4711")]
    public async Task Every_page_says_so_in_words_and_by_its_status(string address)
    {
        using var nowhere = GrpcChannel.ForAddress("http://127.0.0.1:1");
        await using var host = await StartAsync(nowhere);
        using var http = new HttpClient { BaseAddress = new Uri(host.Urls.First()) };

        using var answer = await http.GetAsync(address);
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Contains("<h1>The index does not answer</h1>", page, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> StartAsync(GrpcChannel index)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddCustomerGrainsPortal(_ => index.CreateCallInvoker());
        var host = builder.Build();
        host.MapCustomerGrainsPortal();
        await host.StartAsync();
        return host;
    }
}
