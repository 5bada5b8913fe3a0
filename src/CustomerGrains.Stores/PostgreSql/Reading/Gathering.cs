namespace CustomerGrains.Stores.PostgreSql.Reading;

/// <summary>Gathers what callers ask for while a round is under way into the next one: a lone caller waits for nobody, many share a round trip.</summary>
/// <remarks>A round begins after everybody in it asked.</remarks>
internal sealed class Gathering<TRequest, TReply>(Func<IReadOnlyList<TRequest>, Task<IReadOnlyList<TReply>>> run, int countMax)
{
    private readonly Lock _lock = new();
    private Queue<(TRequest Request, TaskCompletionSource<TReply> Reply)> _waiting = new();
    private bool _running;

    public Task<TReply> AskAsync(TRequest request, CancellationToken cancellationToken)
    {
        var reply = new TaskCompletionSource<TReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        var starts = false;
        lock (_lock)
        {
            _waiting.Enqueue((request, reply));
            starts = !_running;
            _running = true;
        }

        if (starts)
        {
            _ = RunAsync();
        }

        return reply.Task.WaitAsync(cancellationToken);
    }

    private async Task RunAsync()
    {
        while (Take() is { } round)
        {
            try
            {
                var replies = await run([.. round.Select(asked => asked.Request)]).ConfigureAwait(false);
                for (var i = 0; i < round.Count; i++)
                {
                    round[i].Reply.TrySetResult(replies[i]);
                }
            }
#pragma warning disable CA1031 // Whatever it is, it belongs to those who asked.
            catch (Exception error)
#pragma warning restore CA1031
            {
                round.ForEach(asked => asked.Reply.TrySetException(error));
            }
        }
    }

    private List<(TRequest Request, TaskCompletionSource<TReply> Reply)>? Take()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0)
            {
                _running = false;
                return null;
            }

            if (_waiting.Count <= countMax)
            {
                var all = _waiting.ToList();
                _waiting = new();
                return all;
            }

            var some = new List<(TRequest, TaskCompletionSource<TReply>)>(countMax);
            while (some.Count < countMax)
            {
                some.Add(_waiting.Dequeue());
            }

            return some;
        }
    }
}
