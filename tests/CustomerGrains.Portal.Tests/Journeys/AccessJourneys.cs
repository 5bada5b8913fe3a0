using CustomerGrains.Portal.Tests.Browser;
using CustomerGrains.Portal.Tests.Hosting;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CustomerGrains.Portal.Tests.Journeys;

/// <summary>Every page, for people with other screens, eyes and hands.</summary>
[Collection(Town.Name)]
public sealed class AccessJourneys(Town town)
{
    [BrowserFact]
    public async Task No_page_scrolls_sideways_on_a_narrow_screen()
    {
        // WCAG 1.4.10: 320 CSS pixels. Tables wider than that scroll inside their own frame.
        await using var visit = await town.VisitAsync(width: 320);
        foreach (var address in Addresses())
        {
            await visit.OpenAsync(address);
            await visit.UnfoldAllAsync();
            var excess = await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.True(excess <= 0, $"{address} is {excess} pixels too wide.");
        }
    }

    [BrowserFact]
    public Task Axe_finds_nothing_wrong_in_light_colours() => CheckAsync(ColorScheme.Light);

    [BrowserFact]
    public Task Axe_finds_nothing_wrong_in_dark_colours() => CheckAsync(ColorScheme.Dark);

    private async Task CheckAsync(ColorScheme scheme)
    {
        await using var visit = await town.VisitAsync(scheme: scheme);
        foreach (var address in Addresses())
        {
            await visit.OpenAsync(address);
            await visit.UnfoldAllAsync();
            var result = await visit.Page.RunAxe();
            Assert.True(result.Passes.Length > 10, "axe looked at next to nothing.");
            Assert.True(result.Violations.Length == 0, string.Join('\n', result.Violations.Select(found => $"{address}: {found.Help}: {found.Nodes[0].Html}")));
        }
    }

    private string[] Addresses() =>
    [
        "/", "/?q=Maria+Okafor+12%2F03%2F1981", "/?q=nothing+like+it", $"/customers/{town.Maria}", $"/customers/{town.Survivor}",
        $"/customers/{town.Maria}/compare/{town.Martha}", "/customers/unknown", "/records/housing/hostile",
    ];
}
