using Microsoft.Playwright;

namespace CustomerGrains.Portal.Tests.Browser;

/// <summary>One person's browser at the portal. It fails the test at its end when a page broke its own rules, ran a script or opened a dialog.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _faults = [];

    private Visit(IBrowserContext context, IPage page, Uri portal)
    {
        _context = context;
        Page = page;
        Portal = portal;
    }

    public IPage Page { get; }

    public Uri Portal { get; }

    public static async Task<Visit> StartAsync(IBrowser browser, Uri portal, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 800 },
            ColorScheme = scheme,
        });
        var page = await context.NewPageAsync();
        var visit = new Visit(context, page, portal);
        page.Console += (_, message) => visit.Note(message);
        page.PageError += (_, error) => visit._faults.Add($"script error: {error}");
        page.Request += (_, request) => visit.Note(request);
        page.Dialog += async (_, dialog) =>
        {
            visit._faults.Add($"dialog: {dialog.Message}");
            await dialog.DismissAsync();
        };
        return visit;
    }

    /// <summary>Opens a page and returns its status code.</summary>
    public async Task<int> OpenAsync(string address)
    {
        var response = await Page.GotoAsync(new Uri(Portal, address).ToString());
        Assert.NotNull(response);
        return response.Status;
    }

    /// <summary>Types into the search box and sends it.</summary>
    public async Task SearchAsync(string line)
    {
        var box = Page.GetByRole(AriaRole.Searchbox, new PageGetByRoleOptions { Name = "Find a customer" });
        await box.FillAsync(line);
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Search" }).ClickAsync();
    }

    /// <summary>The heading of the page.</summary>
    public ILocator Heading(string text) => Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = text, Exact = true });

    public ILocator Link(string text) => Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = text, Exact = true });

    /// <summary>A part of the customer page.</summary>
    public ILocator Part(string heading) => Page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = heading, Exact = true });

    /// <summary>Opens everything that is folded, on a page just opened.</summary>
    public async Task UnfoldAllAsync()
    {
        foreach (var summary in await Page.Locator("details > summary").AllAsync())
        {
            await summary.ClickAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.Empty(_faults);
    }

    private void Note(IConsoleMessage message)
    {
        // The browser reports every answer of 400 and above; which one it should be is each test's own business.
        if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
        {
            _faults.Add($"console: {message.Text}");
        }
    }

    private void Note(IRequest request)
    {
        if (new Uri(request.Url).Authority != Portal.Authority)
        {
            _faults.Add($"request elsewhere: {request.Url}");
        }
    }
}
