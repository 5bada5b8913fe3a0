using BenchmarkDotNet.Attributes;
using CustomerGrains.Matching.Explaining;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Benchmarks;

/// <summary>What one pair costs. Scoring must show no allocated bytes; a test of CustomerGrains.Matching.Tests demands it.</summary>
[MemoryDiagnoser]
public class PairBenchmarks
{
    private RecordFeatures _a = null!;
    private RecordFeatures _same = null!;
    private RecordFeatures _other = null!;

    [GlobalSetup]
    public void Setup() => (_a, _same, _other) = Neighbourhood.Trio(seed: 1);

    [Benchmark]
    public PairScore Score_of_one_person() => PairScorer.Score(_a, _same, MatchingModel.Default);

    [Benchmark]
    public PairScore Score_of_two_people() => PairScorer.Score(_a, _other, MatchingModel.Default);

    [Benchmark]
    public PairExplanation Explanation() => PairExplainer.Explain(_a, _same, MatchingModel.Default);
}
