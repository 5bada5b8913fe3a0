using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Portal.Rendering;

/// <summary>A page that shows one view.</summary>
public abstract class PageOf<TView> : ComponentBase
{
    [Parameter, EditorRequired]
    public required TView View { get; set; }
}

/// <summary>Answers a request with a page rendered on the server.</summary>
/// <remarks>The page is rendered whole before the first byte is sent, so a fault while rendering can still choose the status code. No antiforgery, data
/// protection or script is involved: the pages only read.</remarks>
internal sealed class PageResult<TPage, TView>(TView view, int status) : IResult
    where TPage : PageOf<TView>
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(PageOf<TView>.View)] = view });
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TPage>(parameters)).ToHtmlString());

        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        }

        if (!HttpMethods.IsHead(httpContext.Request.Method))
        {
            await response.WriteAsync(html, httpContext.RequestAborted);
        }
    }

    private const int RetryAfterSeconds = 5;
}
