using System.Reflection;
using CustomerGrains.Index.Journal;

namespace CustomerGrains.Orleans.Tests.Clusters;

/// <summary>A real journal with somebody who watches: is told before a call and may hold it or make it fail, and is told after it.</summary>
public class JournalProbe : DispatchProxy
{
    private IJournal _journal = null!;

    /// <summary>Called before each call with its name; what it returns is awaited first, and what it throws is thrown instead of making the call.</summary>
    public Func<string, Task>? Before { get; set; }

    /// <summary>Called after each call with its name.</summary>
    public Action<string>? After { get; set; }

    public static (IJournal Journal, JournalProbe Probe) Around(IJournal journal)
    {
        var proxy = Create<IJournal, JournalProbe>();
        var probe = (JournalProbe)(object)proxy;
        probe._journal = journal;
        return (proxy, probe);
    }

    /// <summary>A journal, and a task that completes when nothing is unresolved any more after a commit.</summary>
    public static (IJournal Journal, Task Done) UntilResolved(IJournal journal)
    {
        var (proxy, probe) = Around(journal);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        probe.After = async name =>
        {
            if (name == nameof(IJournal.CommitAsync) && (await journal.ReadStatusAsync()).Backlog == 0)
            {
                done.TrySetResult();
            }
        };
        return (proxy, done.Task);
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var method = targetMethod!;
        if (!method.ReturnType.IsGenericType || method.ReturnType.GetGenericTypeDefinition() != typeof(ValueTask<>))
        {
            return Call(method, args);
        }

        return typeof(JournalProbe).GetMethod(nameof(RunAsync), BindingFlags.Instance | BindingFlags.NonPublic)!
            .MakeGenericMethod(method.ReturnType.GetGenericArguments()[0]).Invoke(this, [method, args]);
    }

    private async ValueTask<T> RunAsync<T>(MethodInfo method, object?[]? args)
    {
        if (Before is { } before)
        {
            await before(method.Name);
        }

        var result = await (ValueTask<T>)Call(method, args)!;
        After?.Invoke(method.Name);
        return result;
    }

    private object? Call(MethodInfo method, object?[]? args) => method.Invoke(_journal, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null);
}
