using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using CustomerGrains.Benchmarks;

// dotnet run -c Release --project tests/CustomerGrains.Benchmarks                            what components of many sizes resolve to
// dotnet run -c Release --project tests/CustomerGrains.Benchmarks -- --filter '*Resolver*'   how long that takes
// dotnet run -c Release --project tests/CustomerGrains.Benchmarks -- --filter '*Pair*'       one pair compared, scored and explained
if (args.Length == 0)
{
    ComponentBehaviour.Print(Console.Out);
    return;
}

// In this process: the benchmarks need no project of their own, and the build's rules do not apply to generated code.
var config = DefaultConfig.Instance
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
    .HideColumns(Column.Error, Column.StdDev)
    .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "customergrains-benchmarks"));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
