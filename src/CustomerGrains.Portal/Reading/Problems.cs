using CustomerGrains.Client;
using CustomerGrains.Portal.Layout;
using CustomerGrains.Portal.Rendering;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Portal.Reading;

/// <summary>Turns faults into pages that say what to do.</summary>
internal static partial class Problems
{
    public static IResult UnknownCustomer(string id) => Page.Show(new ProblemView(
        StatusCodes.Status404NotFound,
        "No such customer",
        $"No customer was ever given the id “{id}”.",
        "Check it against where you have it from: one wrong digit makes an id that does not exist. Or search by name."));

    public static IResult UnknownRecord(string key) => Page.Show(new ProblemView(
        StatusCodes.Status404NotFound,
        "No such record",
        key.Length == 0 ? "The address names no record." : $"The index holds no record “{key}”.",
        "The source may not have sent it yet, or it was deleted. Or search by name."));

    /// <summary>Answers a fault of any page's call with a page of its own.</summary>
    public static async ValueTask<object?> CatchAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, ILogger logger)
    {
        try
        {
            return await next(context);
        }
        catch (Exception) when (context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return Results.StatusCode(StatusCodes.Status499ClientClosedRequest);
        }
        catch (CustomerGrainsException fault)
        {
            LogCallFailed(logger, fault.StatusCode);
            return Page.Show(Of(fault));
        }
    }

    private static ProblemView Of(CustomerGrainsException fault) => fault.StatusCode switch
    {
        StatusCode.InvalidArgument => new ProblemView(
            StatusCodes.Status400BadRequest, "That cannot be searched for", fault.Message, "Change what you typed and search again."),
        StatusCode.Unavailable or StatusCode.DeadlineExceeded => new ProblemView(
            StatusCodes.Status503ServiceUnavailable, "The index does not answer", "It may be restarting. Nothing is lost.", "Wait a few seconds and load this page again."),
        StatusCode.ResourceExhausted => new ProblemView(
            StatusCodes.Status503ServiceUnavailable, "The index is busy", "More work is waiting than may wait.", "Wait a few seconds and load this page again."),
        _ => new ProblemView(
            StatusCodes.Status500InternalServerError, "Something went wrong", "The index could not answer.", "Try again. If it happens again, tell whoever runs the index when it did."),
    };

    // Without the fault's own words: they may repeat what was asked for.
    [LoggerMessage(EventId = 5001, Level = LogLevel.Warning, Message = "A page could not be shown, the index answered with status {Status}")]
    private static partial void LogCallFailed(ILogger logger, StatusCode status);
}
