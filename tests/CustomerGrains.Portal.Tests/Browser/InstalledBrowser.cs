using Microsoft.Playwright;

namespace CustomerGrains.Portal.Tests.Browser;

/// <summary>The Chromium of this machine.</summary>
internal static class InstalledBrowser
{
    public const string Missing = "No Chromium on the PATH; build/browser.sh installs one.";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    // What a browser does of its own accord, such as looking for updates, is none of the tests' business.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    public static string? Path { get; } = Find();

    public static bool IsRequired =>
        Environment.GetEnvironmentVariable("CI") == "true" || Environment.GetEnvironmentVariable("CGRAINS_REQUIRE_PEERS") == "1";

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) =>
        playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Path ?? throw new InvalidOperationException(Missing), Args = Arguments });

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => Names, System.IO.Path.Combine)
        .FirstOrDefault(File.Exists);
}
