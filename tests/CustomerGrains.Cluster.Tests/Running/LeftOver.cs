using System.Collections.Concurrent;

namespace CustomerGrains.Cluster.Tests.Running;

/// <summary>What must not outlive this program: done away with when it ends, also when it is told to.</summary>
internal static class LeftOver
{
    private static readonly ConcurrentDictionary<IDisposable, bool> All = new();

    static LeftOver() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var one in All.Keys)
        {
            one.Dispose();
        }
    };

    public static void Add(IDisposable one) => All[one] = true;

    /// <summary>It was done away with.</summary>
    public static void Remove(IDisposable one) => All.TryRemove(one, out _);
}
