using CustomerGrains.GrpcFallback.Tests.Echo;
using Grpc.Core;

namespace CustomerGrains.GrpcFallback.Tests;

/// <summary>Base of tests that need one echo server with default options and one channel to it.</summary>
public abstract class EchoTest : IAsyncLifetime
{
    /// <summary>Far beyond what anything here takes; a test that waits so long has failed.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    internal EchoServer Server { get; private set; } = null!;

    internal EchoConnection Connection { get; private set; } = null!;

    internal Echo.Echo.EchoClient Client => Connection.Client;

    public async Task InitializeAsync()
    {
        Server = await EchoServer.StartAsync();
        Connection = Server.Connect();
    }

    public async Task DisposeAsync()
    {
        Connection.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>The error that a call ends with.</summary>
    protected static async Task<RpcException> FailureAsync(Func<Task> call) => await Assert.ThrowsAsync<RpcException>(() => call().WaitAsync(Patience));

    protected static async Task ReadToEndAsync<T>(IAsyncStreamReader<T> stream)
    {
        while (await stream.MoveNext(CancellationToken.None))
        {
        }
    }
}
