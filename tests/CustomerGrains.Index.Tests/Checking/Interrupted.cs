using System.Reflection;
using CustomerGrains.Index.Journal;

namespace CustomerGrains.Index.Tests.Checking;

/// <summary>A real journal that is lost for ever after so many writes of one process, the last one written or not: what a kill leaves.</summary>
public class Interrupted : DispatchProxy
{
    private IJournal _journal = null!;
    private int _writesLeft;
    private bool _isLastDone;

    public static IJournal After(int writes, IJournal journal)
    {
        var proxy = Create<IJournal, Interrupted>();
        var interrupted = (Interrupted)(object)proxy;
        (interrupted._journal, interrupted._writesLeft, interrupted._isLastDone) = (journal, writes, writes % 2 == 0);
        return proxy;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var isWrite = targetMethod!.Name is nameof(IJournal.AcceptAsync) or nameof(IJournal.CommitAsync) or nameof(IJournal.RereadAsync) or nameof(IJournal.FinishReadingAsync);
        if (_writesLeft <= 0)
        {
            throw new JournalUnavailableException("The process is gone.");
        }

        if (isWrite && --_writesLeft == 0)
        {
            if (_isLastDone)
            {
                // Nobody hears of it.
                Call(targetMethod, args);
            }

            throw new JournalUnavailableException("The process is gone.");
        }

        return Call(targetMethod, args);
    }

    private object? Call(MethodInfo method, object?[]? args) => method.Invoke(_journal, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null);
}
