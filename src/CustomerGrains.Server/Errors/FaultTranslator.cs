namespace CustomerGrains.Server.Errors;

/// <summary>Turns what a call threw into what it answers. Logs what was not expected, under an id that the caller is told.</summary>
/// <remarks>Messages of unexpected exceptions are not logged: they may quote values. Types and stack show where to look.</remarks>
internal sealed partial class FaultTranslator(ILogger<FaultTranslator> logger)
{
    /// <param name="operation">Name of the call; no values.</param>
    public Google.Rpc.Status Translate(Exception exception, string operation)
    {
        if (ApiErrors.Of(exception) is { } known)
        {
            return known;
        }

        var correlationId = Guid.NewGuid().ToString("N");
        LogUnexpected(operation, correlationId, TypesOf(exception), exception.StackTrace ?? "");
        return ApiErrors.Internal(correlationId);
    }

    private static string TypesOf(Exception exception)
    {
        var types = exception.GetType().FullName ?? exception.GetType().Name;
        return exception.InnerException is { } inner ? $"{types} <- {TypesOf(inner)}" : types;
    }

    [LoggerMessage(EventId = 3101, Level = LogLevel.Error, Message = "Unexpected fault in {Operation}: correlation_id={CorrelationId} types={Types}\n{Stack}")]
    private partial void LogUnexpected(string operation, string correlationId, string types, string stack);
}
