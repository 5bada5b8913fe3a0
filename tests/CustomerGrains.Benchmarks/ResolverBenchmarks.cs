using BenchmarkDotNet.Attributes;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Benchmarks;

/// <summary>What resolving one component costs, by its size.</summary>
[MemoryDiagnoser]
public class ResolverBenchmarks
{
    private ComponentMember[] _members = [];

    [Params(10, 100, 400, 1_000, 10_000)]
    public int Records { get; set; }

    [GlobalSetup]
    public void Setup() => _members = Neighbourhood.Members(Records, seed: 1);

    [Benchmark]
    public Resolution Resolve() => ComponentResolver.Resolve(_members, [], MatchingModel.Default);
}
