using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CustomerGrains.Matching.Evaluating;

namespace CustomerGrains.Cli.Evaluating;

/// <content>The same for programs.</content>
internal static partial class EvaluationReport
{
    /// <summary>One JSON object.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="curve">Figures over link thresholds; null: not asked for.</param>
    public static string ToJson(EvaluationResult result, IReadOnlyList<ThresholdPoint>? curve)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("records", result.Records);
            json.WriteNumber("customers", result.Run.Customers.Count);
            json.WriteStartObject("pairs");
            json.WriteNumber("tp", result.Metrics.TruePairs);
            json.WriteNumber("fp", result.Metrics.FalsePairs);
            json.WriteNumber("fn", result.Metrics.MissedPairs);
            Write(json, result.Metrics.Pairs);
            json.WriteEndObject();
            json.WriteStartObject("bcubed");
            Write(json, result.Metrics.BCubed);
            json.WriteEndObject();
            json.WriteStartObject("review");
            json.WriteNumber("true", result.Review.True);
            json.WriteNumber("false", result.Review.False);
            json.WriteEndObject();
            json.WriteNumber("records_per_second", Math.Round(result.Run.RecordsPerSecond, 1));
            json.WriteNumber("peak_rss_bytes", result.Run.PeakRssBytes);
            json.WriteString("partition_hash", result.Run.PartitionHash);
            Write(json, result.Questions, result.Missed);
            Write(json, result.Coverage);
            if (result.Mistakes.Count > 0)
            {
                json.WritePropertyName("mistakes");
                MistakeView.Write(json, result.Mistakes);
            }

            if (curve is not null)
            {
                Write(json, curve);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Shares are null where there is nothing to share.</summary>
    private static void Write(Utf8JsonWriter json, ReviewCounts questions, MissedPairs missed)
    {
        json.WriteStartObject("review_band");
        json.WriteNumber("questions", questions.True + questions.False);
        Share("right", questions.TrueShare);
        Share("of_missed", missed.OfferedShare);
        json.WriteEndObject();
        json.WriteStartObject("missed");
        json.WriteNumber("offered", missed.Offered);
        foreach (var (reason, pairs) in missed.ByReason)
        {
            json.WriteNumber(JsonNamingPolicy.SnakeCaseLower.ConvertName($"{reason}"), pairs);
        }

        json.WriteEndObject();

        void Share(string name, double? share)
        {
            if (share is { } value)
            {
                json.WriteNumber(name, Math.Round(value, 6));
            }
            else
            {
                json.WriteNull(name);
            }
        }
    }

    private static void Write(Utf8JsonWriter json, BlockingCoverage coverage)
    {
        json.WriteStartObject("blocking");
        json.WriteNumber("true_pairs", coverage.TruePairs);
        json.WriteNumber("true_pairs_met", coverage.TruePairsMet);
        json.WriteStartArray("schemes");
        foreach (var scheme in coverage.Schemes)
        {
            json.WriteStartObject();
            json.WriteString("scheme", scheme.Scheme);
            json.WriteNumber("pairs_brought", scheme.PairsBrought);
            json.WriteBoolean("upper_bound", scheme.IsUpperBound);
            json.WriteNumber("true_pairs_met", scheme.TruePairsMet);
            json.WriteNumber("true_pairs_met_so_far", scheme.TruePairsMetSoFar);
            json.WriteNumber("true_pairs_only_here", scheme.TruePairsOnlyHere);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<ThresholdPoint> curve)
    {
        json.WriteStartArray("curve");
        foreach (var point in curve)
        {
            json.WriteStartObject();
            json.WriteNumber("link_threshold", point.LinkThreshold / 100.0);
            Write(json, point.Metrics.Pairs);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Measure measure)
    {
        json.WriteNumber("precision", Math.Round(measure.Precision, 6));
        json.WriteNumber("recall", Math.Round(measure.Recall, 6));
        json.WriteNumber("f1", Math.Round(measure.F1, 6));
    }
}
