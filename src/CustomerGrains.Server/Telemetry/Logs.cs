namespace CustomerGrains.Server.Telemetry;

/// <summary>Keeps values of records and searches out of the logs.</summary>
internal static class Logs
{
    /// <summary>Silences the parts of the framework that write addresses of requests, which hold record ids and search lines, or texts of exceptions, which may quote values.</summary>
    /// <remarks>Set last, so that configuration cannot turn them on.</remarks>
    public static void KeepValuesOut(ILoggingBuilder logging)
    {
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Microsoft.AspNetCore.Hosting", LogLevel.None);
        logging.AddFilter("Microsoft.AspNetCore.Routing", LogLevel.None);
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.None);
        logging.AddFilter("Grpc", LogLevel.None);

        // While a silo is gone and not yet declared dead every call to it would be written with its stack, some hundred a second. The callers count and report them, the membership says which silo it is.
        logging.AddFilter("Orleans", LogLevel.Warning);
        logging.AddFilter("Orleans.Messaging", LogLevel.Critical);
        logging.AddFilter("Orleans.Runtime.CallbackData", LogLevel.Critical);

        // Whoever comes to the dashboard without a password is asked for one, which is no news.
        logging.AddFilter("CustomerGrains.Server.Dashboard", LogLevel.Warning);
        logging.AddFilter("Polly", LogLevel.None);
        logging.AddFilter("System.Net.Http", LogLevel.None);
    }
}
