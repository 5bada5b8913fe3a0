using System.Collections.Concurrent;
using CustomerGrains.Client;
using CustomerGrains.V1;

namespace CustomerGrains.Process.Tests.Killing;

/// <summary>One client sending all operations on one stream.</summary>
internal sealed class StreamedImport(int port, int count)
{
    private readonly bool[] _acknowledged = new bool[count];
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _moments = new();
    private int _count;

    public bool[] Acknowledged
    {
        get
        {
            lock (_acknowledged)
            {
                return [.. _acknowledged];
            }
        }
    }

    /// <summary>Has a server of its own take all operations into a folder, undisturbed, and resolve them.</summary>
    public static async Task WholeAsync(string folder, int count, params string[] options)
    {
        var port = ServeProcess.FreePort();
        using var server = await ServeProcess.StartAsync(folder, port, options);
        await new StreamedImport(port, count).RunAsync().WaitAsync(ServeProcess.WaitMax);
        await ServeProcess.WaitUntilResolvedAsync(port);
    }

    /// <summary>Sends operations.</summary>
    /// <param name="first">The first of them; before number 0 the source is registered.</param>
    /// <param name="end">The one before which to stop; null: all.</param>
    public async Task<IngestTotals> RunAsync(int first = 0, int? end = null)
    {
        using var client = ServeProcess.Connect(port);
        if (first == 0)
        {
            await client.RegisterSourceAsync(new Source { Name = Operations.Source });
        }

        await using var stream = client.OpenIngestStream(new IngestStreamOptions { InFlightMax = 64, Acknowledged = Note });
        for (var number = first; number < (end ?? count); number++)
        {
            await stream.SendAsync(OperationMessages.ToMessage(number, count), number);
        }

        return await stream.CompleteAsync();
    }

    /// <summary>Waits for so many acknowledgements.</summary>
    public async Task WaitForAsync(int acknowledgements, Task sending)
    {
        var moment = _moments.GetOrAdd(acknowledgements, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (Volatile.Read(ref _count) >= acknowledgements)
        {
            return;
        }

        // Sending ends before the last moment only by failing.
        await await Task.WhenAny(moment.Task, sending).WaitAsync(ServeProcess.WaitMax);
    }

    private void Note(IngestAcknowledgement acknowledgement)
    {
        Assert.Null(acknowledgement.Error);
        lock (_acknowledged)
        {
            _acknowledged[(int)acknowledgement.State!] = true;
        }

        if (_moments.TryGetValue(Interlocked.Increment(ref _count), out var moment))
        {
            moment.TrySetResult();
        }
    }
}
