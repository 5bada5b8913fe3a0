namespace CustomerGrains.Portal.Tests.Browser;

/// <summary>A journey in a real browser. Without one on the PATH it is skipped at a desk and fails where everything must run.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (InstalledBrowser.Path is null && !InstalledBrowser.IsRequired)
        {
            Skip = InstalledBrowser.Missing;
        }
    }
}
