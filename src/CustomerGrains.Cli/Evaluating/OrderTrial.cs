using System.Runtime.CompilerServices;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Cli.Evaluating;

/// <summary>One way of sending the same records, and the partition it ended in.</summary>
internal sealed record OrderTrialResult(string Way, ulong? Seed, string PartitionHash, double RecordsPerSecond);

/// <summary>Sends the same records in many orders and ways through the whole pipeline: all must end in the partition of the batch reference.</summary>
internal static class OrderTrial
{
    private static readonly (string Way, int InFlight, bool Repeat)[] Ways = [("one by one", 1, false), ("64 at a time", 64, false), ("each sent twice", 64, true)];

    /// <summary>Number of runs for so many shuffles.</summary>
    public static int Runs(int shuffles) => shuffles * Ways.Length;

    /// <summary>The partition of the batch reference, which shares only the pure library with the index.</summary>
    public static string Reference(IReadOnlyList<EvaluatedRecord> records, SourceDefaults defaults, MatchingModel model) => LabelledBatch.Of(records, [], defaults, model).Hash();

    /// <summary>Runs every way with every seed from <paramref name="firstSeed"/> on.</summary>
    public static async IAsyncEnumerable<OrderTrialResult> RunAsync(
        IReadOnlyList<EvaluatedRecord> records, EvaluationOptions options, int shuffles, ulong firstSeed,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; i < shuffles; i++)
        {
            foreach (var (way, inFlight, repeat) in Ways)
            {
                var run = options with { ShuffleSeed = firstSeed + (ulong)i, InFlight = inFlight, Repeat = repeat };
                var result = await Evaluation.RunAsync(records, run, _ => { }, cancellationToken).ConfigureAwait(false);
                yield return new OrderTrialResult(way, run.ShuffleSeed, result.PartitionHash, result.RecordsPerSecond);
            }
        }
    }
}
