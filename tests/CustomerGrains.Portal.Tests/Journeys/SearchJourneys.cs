using CustomerGrains.Portal.Tests.Browser;
using CustomerGrains.Portal.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CustomerGrains.Portal.Tests.Journeys;

[Collection(Town.Name)]
public sealed class SearchJourneys(Town town)
{
    [BrowserFact]
    public async Task A_name_and_birth_date_as_typed_find_the_customer_with_grade_and_reason()
    {
        await using var visit = await town.VisitAsync();
        Assert.Equal(200, await visit.OpenAsync("/"));
        await Expect(visit.Page.GetByText("records of")).ToBeVisibleAsync();

        await visit.SearchAsync("Maria Okafor 12/03/1981");

        var first = visit.Page.GetByRole(AriaRole.Article).First;
        await Expect(first.GetByRole(AriaRole.Link)).ToHaveTextAsync("Maria Okafor");
        await Expect(first).ToContainTextAsync("Certain");
        await Expect(first).ToContainTextAsync("bits");
        await Expect(first).ToContainTextAsync("3 records: benefits, council-tax, housing");
        await Expect(first.Locator(".reason")).Not.ToBeEmptyAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("Maria Okafor 12/03/1981");

        await first.GetByRole(AriaRole.Link).ClickAsync();

        await Expect(visit.Heading("Maria Okafor")).ToBeVisibleAsync();
        await Expect(visit.Page).ToHaveURLAsync(new Uri(visit.Portal, $"/customers/{town.Maria}").ToString());
        await visit.Page.GoBackAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Article).First).ToContainTextAsync("Maria Okafor");
    }

    [BrowserFact]
    public async Task Nobody_found_says_what_to_try()
    {
        await using var visit = await town.VisitAsync();
        await visit.OpenAsync("/");

        await visit.SearchAsync("Xanthippe Quillfeather 29/02/1904");

        await Expect(visit.Heading("Nobody found")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Listitem)).Not.ToHaveCountAsync(0);
        await Expect(visit.Page.GetByRole(AriaRole.Article)).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task The_way_from_box_to_evidence_needs_no_mouse()
    {
        await using var visit = await town.VisitAsync();
        await visit.OpenAsync("/");
        var keyboard = visit.Page.Keyboard;

        await keyboard.TypeAsync("Maria Okafor 12/03/1981");
        await keyboard.PressAsync("Enter");
        await Expect(visit.Page.GetByRole(AriaRole.Article).First).ToBeVisibleAsync();

        // From the top: past the link that skips the head, the brand, box and button, to the first customer.
        await keyboard.PressAsync("Tab");
        await Expect(visit.Link("Skip to the content")).ToBeFocusedAsync();
        await TabToAsync(visit, visit.Page.GetByRole(AriaRole.Article).First.GetByRole(AriaRole.Link), most: 4);
        await keyboard.PressAsync("Enter");
        await Expect(visit.Heading("Maria Okafor")).ToBeVisibleAsync();

        var evidence = visit.Part("Why are these one customer?").Locator("summary").First;
        await TabToAsync(visit, evidence, most: 40);
        await Expect(visit.Page.Locator(".evidence").First).ToBeHiddenAsync();
        await keyboard.PressAsync("Enter");
        await Expect(visit.Page.Locator(".evidence").First).ToBeVisibleAsync();
    }

    private static async Task TabToAsync(Visit visit, ILocator target, int most)
    {
        for (var i = 0; i < most; i++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }
        }

        Assert.Fail($"{most} presses of Tab did not reach it.");
    }
}
