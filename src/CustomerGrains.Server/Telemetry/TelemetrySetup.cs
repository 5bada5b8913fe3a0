using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CustomerGrains.Server.Telemetry;

/// <summary>Hands the meters and activities of all layers to OpenTelemetry.</summary>
internal static class TelemetrySetup
{
    private const string Own = "CustomerGrains.*";

    /// <remarks>The framework's own HTTP sources are left out: their spans carry addresses of requests, which hold record ids and search lines.</remarks>
    public static void AddTelemetry(this IServiceCollection services, ServerOptions options)
    {
        var telemetry = services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("customergrains"));
        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(Own, "System.Runtime", "Microsoft.Orleans").AddPrometheusExporter();
            if (options.OtlpEndpoint is { } endpoint)
            {
                metrics.AddOtlpExporter(otlp => otlp.Endpoint = new Uri(endpoint));
            }
        });
        telemetry.WithTracing(traces =>
        {
            traces.AddSource(Own);
            if (options.OtlpEndpoint is { } endpoint)
            {
                traces.AddOtlpExporter(otlp => otlp.Endpoint = new Uri(endpoint));
            }
        });
    }
}
