using BenchmarkDotNet.Attributes;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Benchmarks;

/// <summary>What resolving one component costs, by its size.</summary>
[MemoryDiagnoser]
public class ResolverBenchmarks
{
    private readonly ResolutionMemory _memory = new();
    private ComponentMember[] _members = [];
    private ComponentMember[][] _withoutOne = [];
    private int _round;

    [Params(10, 100, 400, 1_000, 10_000)]
    public int Records { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _members = Neighbourhood.Members(Records, seed: 1);

        // Each time one record comes back and another goes, of every kind there is among twenty.
        _withoutOne = [.. Enumerable.Range(0, 20).Select(one => (ComponentMember[])[.. _members.Where((_, place) => place != one * Records / 20)])];
    }

    /// <summary>From nothing.</summary>
    [Benchmark(Baseline = true)]
    public Resolution Resolve() => ComponentResolver.Resolve(_members, [], MatchingModel.Default);

    /// <summary>Of one that was resolved before one record came and one went.</summary>
    [Benchmark]
    public Resolution ResolveAgain() => ComponentResolver.Resolve(_withoutOne[_round++ % _withoutOne.Length], [], MatchingModel.Default, _memory);
}
