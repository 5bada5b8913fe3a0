using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;

namespace CustomerGrains.Deploy.Tests.Watching;

/// <summary>The names under which the server's instruments appear in <c>/metrics</c>, whether or not they have measured anything yet.</summary>
internal static partial class ExportedMetrics
{
    private static readonly string[] Meters = ["CustomerGrains.", "System.Runtime", "Microsoft.Orleans"];

    /// <summary>Instruments that exist while something runs, by the names they are exported under.</summary>
    public static async Task<IReadOnlySet<string>> WhileAsync(Func<Task> running)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (Meters.Any(meter => instrument.Meter.Name.StartsWith(meter, StringComparison.Ordinal)))
                {
                    lock (names)
                    {
                        names.UnionWith(NamesOf(instrument));
                    }
                }
            },
        };
        listener.Start();
        await running();
        names.UnionWith(OfOrleans());
        return names;
    }

    /// <summary>Counters that Orleans makes only when they are first needed, from its own list of names.</summary>
    private static IEnumerable<string> OfOrleans() =>
        (Type.GetType("Orleans.Runtime.InstrumentNames, Orleans.Core")?.GetFields() ?? []).Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!).Where(name => name.EndsWith("-errors", StringComparison.Ordinal)).Select(name => $"{NoName().Replace(name, "_")}_total");

    /// <summary>As the exporter makes them: dots become underscores, the unit follows, a counter ends in _total, a histogram has three.</summary>
    private static IEnumerable<string> NamesOf(Instrument instrument)
    {
        var name = NoName().Replace(instrument.Name, "_");
        if (UnitOf(instrument.Unit) is { } unit && !name.EndsWith(unit, StringComparison.Ordinal))
        {
            name += $"_{unit}";
        }

        var kind = instrument.GetType().Name;
        return kind.StartsWith("Histogram", StringComparison.Ordinal) ? [$"{name}_bucket", $"{name}_sum", $"{name}_count"]
            : kind is "Counter`1" or "ObservableCounter`1" && !name.EndsWith("_total", StringComparison.Ordinal) ? [$"{name}_total"]
            : [name];
    }

    private static string? UnitOf(string? unit) => unit switch
    {
        null or "" or "1" => null,
        "s" => "seconds",
        "ms" => "milliseconds",
        "By" => "bytes",
        "MB" => "megabytes",
        _ when unit.StartsWith('{') => null,
        _ => unit,
    };

    [GeneratedRegex("[^a-zA-Z0-9_]+")]
    private static partial Regex NoName();
}
