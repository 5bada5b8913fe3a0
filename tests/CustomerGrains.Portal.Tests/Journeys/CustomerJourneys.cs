using System.Globalization;
using System.Text.RegularExpressions;
using CustomerGrains.Portal.Tests.Browser;
using CustomerGrains.Portal.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CustomerGrains.Portal.Tests.Journeys;

[Collection(Town.Name)]
public sealed class CustomerJourneys(Town town)
{
    [BrowserFact]
    public async Task A_customer_shows_its_values_with_provenance_its_records_and_its_history()
    {
        await using var visit = await town.VisitAsync();
        Assert.Equal(200, await visit.OpenAsync($"/customers/{town.Maria}"));

        var name = visit.Part("What is known").GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = "Maria Okafor" });
        await Expect(name).ToContainTextAsync("from benefits B99812");
        await Expect(name.Locator("details")).ToHaveTextAsync(new Regex(@"^\s*\d others? agrees?\s+.*housing 4711", RegexOptions.Singleline));
        var records = visit.Part("Source records").First;
        foreach (var heading in new[] { "housing 4711", "council-tax CT/2041-88", "benefits B99812" })
        {
            await Expect(records.GetByRole(AriaRole.Columnheader, new LocatorGetByRoleOptions { Name = heading })).ToHaveCountAsync(1);
        }

        await Expect(records.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = "tenancy (not matched)" })).ToContainTextAsync("T-8812");
        await Expect(visit.Part("History").GetByRole(AriaRole.Listitem).First).ToContainTextAsync("Came into being with housing 4711");
    }

    [BrowserFact]
    public async Task The_evidence_of_every_step_adds_up_to_its_weight()
    {
        await using var visit = await town.VisitAsync();
        await visit.OpenAsync($"/customers/{town.Maria}");
        await visit.UnfoldAllAsync();

        var steps = await visit.Part("Why are these one customer?").GetByRole(AriaRole.Article).AllAsync();

        Assert.Equal(2, steps.Count); // Three records are joined in two steps.
        await Expect(visit.Part("Why are these one customer?")).ToContainTextAsync("It starts from");
        await Expect(visit.Part("Why are these one customer?").Locator(".joins")).ToContainTextAsync([" joins ", " joins "]);
        foreach (var step in steps)
        {
            var bits = await step.Locator("tbody .number").AllInnerTextsAsync();
            Assert.NotEmpty(bits);
            Assert.All(bits, text => Assert.Matches(@"^(\+|\u2212)\d+\.\d\d$|^0\.00$", text));
            var total = Hundredths(await step.Locator("tfoot .number").InnerTextAsync());
            Assert.Equal(total, bits.Sum(Hundredths));
            Assert.Equal(await step.Locator("tbody .bar rect").CountAsync(), bits.Count);
            await Expect(step.Locator(".step-head")).ToContainTextAsync(string.Create(CultureInfo.InvariantCulture, $"{total / 100m:0.0} bits"));
        }
    }

    [BrowserFact]
    public async Task A_possible_match_is_offered_and_leads_to_the_other_customer_and_the_evidence()
    {
        await using var visit = await town.VisitAsync();
        await visit.OpenAsync($"/customers/{town.Maria}");

        await Expect(visit.Part("Why are these one customer?").Locator(".left-out").GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = town.Martha })).ToHaveCountAsync(1);
        var also = visit.Part("Is this also …?");
        await Expect(also.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(1);
        await Expect(also).ToContainTextAsync("bits");
        await also.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = $"See the evidence for {town.Martha}" }).ClickAsync();

        await Expect(visit.Heading("Are these one customer?")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Article).First).ToContainTextAsync("Possible");
        await visit.Link("Martha Okafor").ClickAsync();

        await Expect(visit.Page).ToHaveURLAsync(new Uri(visit.Portal, $"/customers/{town.Martha}").ToString());
        await Expect(visit.Part("Is this also …?").GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Maria Okafor" })).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task A_superseded_id_leads_to_the_customer_that_took_its_place_and_says_so()
    {
        await using var visit = await town.VisitAsync();

        Assert.Equal(200, await visit.OpenAsync($"/customers/{town.Superseded}"));

        await Expect(visit.Page.GetByRole(AriaRole.Status)).ToContainTextAsync($"You asked for {town.Superseded}");
        await Expect(visit.Page.GetByText($"Customer {town.Survivor}")).ToBeVisibleAsync();
        await Expect(visit.Part("Why are these one customer?")).ToContainTextAsync("decided by j.smith");
        await Expect(visit.Part("History")).ToContainTextAsync($"Took the place of {town.Superseded}");
    }

    [BrowserFact]
    public async Task An_id_that_was_never_issued_and_a_record_that_was_never_sent_are_not_found()
    {
        await using var visit = await town.VisitAsync();

        Assert.Equal(404, await visit.OpenAsync("/customers/C-9999-9999-0"));
        await Expect(visit.Heading("No such customer")).ToBeVisibleAsync();
        Assert.Equal(404, await visit.OpenAsync("/customers/4711"));
        await Expect(visit.Page.GetByText("“4711”")).ToBeVisibleAsync();
        Assert.Equal(404, await visit.OpenAsync("/records/housing/none"));
        await Expect(visit.Heading("No such record")).ToBeVisibleAsync();

        Assert.Equal(200, await visit.OpenAsync("/records/council-tax/CT%2F2041-88"));
        await Expect(visit.Heading("Maria Okafor")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Markup_in_a_record_is_text_and_nothing_else()
    {
        await using var visit = await town.VisitAsync();
        await visit.OpenAsync($"/?q={Uri.EscapeDataString(Town.HostileName)}");
        await Expect(visit.Page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync(Town.HostileName);

        Assert.Equal(200, await visit.OpenAsync("/records/housing/hostile"));

        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync(Town.HostileName);
        await Expect(visit.Part("Source records").First).ToContainTextAsync(Town.HostileValue);
        await Expect(visit.Page).ToHaveTitleAsync(new Regex("^Customer C-"));
        Assert.Equal(0, await visit.Page.Locator("script, main img, iframe, [onerror]").CountAsync());
    }

    private static int Hundredths(string bits) =>
        (int)(decimal.Parse(bits.Replace('\u2212', '-'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * 100);
}
