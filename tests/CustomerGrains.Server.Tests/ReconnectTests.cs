using System.Net;
using System.Net.Sockets;
using CustomerGrains.Client;

namespace CustomerGrains.Server.Tests;

/// <summary>How soon a client finds a server that was away.</summary>
public sealed class ReconnectTests
{
    /// <summary>Some ten seconds of attempts.</summary>
    private const int AttemptsBefore = 210;

    private static readonly TimeSpan FoundMax = TimeSpan.FromSeconds(3);

    /// <summary>Goal: a server that is back is found within about a second, however long it was away: waits before connecting do not grow. Method: one call is tried again and again while nobody listens, then somebody
    /// does; with the channel's own waits, the next connection after ten seconds would come some five seconds later.</summary>
    [Fact]
    public async Task A_server_that_was_away_is_found_soon()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = (IPEndPoint)listener.LocalEndpoint;
        listener.Stop();
        var attempts = new CountedWaits(AttemptsBefore);
        using var client = new CustomerGrainsClient(new CustomerGrainsClientOptions
        {
            Address = new Uri($"http://{address}"),
            AttemptsMax = int.MaxValue,
            BackoffMin = TimeSpan.FromMilliseconds(50),
            BackoffMax = TimeSpan.FromMilliseconds(50),
            TimeProvider = attempts,
        });
        using var enough = new CancellationTokenSource();
        var call = client.GetStatusAsync(enough.Token);
        await attempts.Reached;

        using var back = new TcpListener(address);
        back.Start();
        using var tooLate = new CancellationTokenSource(FoundMax);
        using var connection = await back.AcceptSocketAsync(tooLate.Token);
        Assert.False(call.IsCompleted);
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    /// <summary>The system's clock; says when it was asked to wait so many times.</summary>
    private sealed class CountedWaits(int count) : TimeProvider
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _waits;

        public Task Reached => _reached.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (Interlocked.Increment(ref _waits) == count)
            {
                _reached.SetResult();
            }

            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
