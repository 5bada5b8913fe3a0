namespace Grpc.Core;

/// <summary>A connection to one server, as generated clients see it.</summary>
public abstract class ChannelBase
{
    private int _shutDown;

    protected ChannelBase(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Target = target;
    }

    /// <summary>The server: host and port.</summary>
    public string Target { get; }

    public abstract CallInvoker CreateCallInvoker();

    /// <summary>Ends the channel; calls after it do nothing.</summary>
    public Task ShutdownAsync() => Interlocked.Exchange(ref _shutDown, 1) == 0 ? ShutdownAsyncCore() : Task.CompletedTask;

    protected virtual Task ShutdownAsyncCore() => Task.CompletedTask;
}
