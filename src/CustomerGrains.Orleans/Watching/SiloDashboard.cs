using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Dashboard;

namespace CustomerGrains.Orleans.Watching;

/// <summary>What Orleans' dashboard needs on a silo: its counters and its grains, only where they are asked for.</summary>
internal static class SiloDashboard
{
    public static void AddTo(ISiloBuilder silo, bool isOn)
    {
        if (isOn)
        {
            // Lines of the log stay where logs are kept.
            silo.AddDashboard(options => options.HideTrace = true);

            // Counting only while somebody looks is told from silo to silo, and ends at the first that has no dashboard.
            silo.Services.Configure<GrainProfilerOptions>(profiler => profiler.TraceAlways = true);
            return;
        }

        // They come with its assembly: a silo that offered them to others could not make them.
        silo.Services.PostConfigure<GrainTypeOptions>(types => types.Classes.RemoveWhere(type => type.Assembly == typeof(DashboardOptions).Assembly));
    }
}
