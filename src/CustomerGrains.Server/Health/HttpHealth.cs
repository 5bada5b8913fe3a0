namespace CustomerGrains.Server.Health;

/// <summary>Health over HTTP: 200 or 503.</summary>
internal static class HttpHealth
{
    public static void Map(WebApplication application)
    {
        // Live asks nothing of the store: a restart would not mend that.
        application.MapGet("/health/live", static (HttpContext http) => AnswerAsync(http, true, "live"));
        application.MapGet("/health/startup", static (HttpContext http, ServerHealth health) => AnswerAsync(http, health.HasStarted, "started"));
        application.MapGet("/health/ready", static async (HttpContext http, ServerHealth health) =>
            await AnswerAsync(http, await health.IsReadyAsync(http.RequestAborted).ConfigureAwait(false), "ready").ConfigureAwait(false));
    }

    private static Task AnswerAsync(HttpContext http, bool holds, string state)
    {
        http.Response.StatusCode = holds ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(holds ? state : $"not {state}", http.RequestAborted);
    }
}
