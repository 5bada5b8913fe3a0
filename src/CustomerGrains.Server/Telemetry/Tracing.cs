using System.Diagnostics;

namespace CustomerGrains.Server.Telemetry;

/// <summary>Traces of the server: one activity for each call, named after its method. They carry statuses and counts, never values.</summary>
internal static class Tracing
{
    public static ActivitySource Source { get; } = new("CustomerGrains.Server");
}
