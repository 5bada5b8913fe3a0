using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CustomerGrains.Client;
using CustomerGrains.V1;
using Xunit.Abstractions;

namespace CustomerGrains.Process.Tests.Killing;

/// <summary>The real <c>cgrains serve</c> killed without warning while a client streams records to it over gRPC.</summary>
public sealed class ServerKillTests(ITestOutputHelper output) : IDisposable
{
    private const int Count = 3_000;
    private const int Kills = 20;

    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo _disturbed = Directory.CreateTempSubdirectory("cg-killed-");
    private readonly DirectoryInfo _undisturbed = Directory.CreateTempSubdirectory("cg-left-alone-");

    public void Dispose()
    {
        _disturbed.Delete(recursive: true);
        _undisturbed.Delete(recursive: true);
    }

    /// <summary>Goal: a client that keeps its stream sees one import, however often the server dies. Method: kill -9 at seeded numbers of acknowledgements, verify what lies on the
    /// disk, start the server again on its port; the client's stream resumes by itself.</summary>
    [Fact]
    public async Task Killed_at_twenty_moments_of_an_import_nothing_acknowledged_is_lost_and_the_partition_is_that_of_an_undisturbed_run()
    {
        var seed = StoreChecks.Seed;
        output.WriteLine($"CG_SEED={seed}");
        var random = new Random(seed);
        int[] moments = [.. Enumerable.Range(0, Kills).Select(_ => random.Next(Count * 9 / 10)).Order()];
        var port = FreePort();
        var import = new Import(port);
        var server = await StartServerAsync(_disturbed.FullName, port);
        try
        {
            var sending = import.RunAsync();
            foreach (var (kill, moment) in moments.Index())
            {
                await import.WaitForAsync(moment, sending);
                server.Kill();
                await server.WaitForEndAsync();
                server.Dispose();
                var when = $"after kill {kill + 1}, CG_SEED={seed}";
                var acknowledged = import.Acknowledged;
                StoreChecks.AssertClean(_disturbed.FullName, when);
                await StoreChecks.AssertNothingLostAsync(_disturbed.FullName, acknowledged, when);
                server = await StartServerAsync(_disturbed.FullName, port);
            }

            var totals = await sending.WaitAsync(WaitMax);
            Assert.Equal((Count, 0), (totals.Acknowledged, totals.Failed));
            Assert.True(totals.Reconnects > 0);
            Assert.DoesNotContain(false, import.Acknowledged);
            await WaitUntilResolvedAsync(port);
            output.WriteLine($"{totals.Reconnects} reconnects, {totals.Resent} records sent again");
        }
        finally
        {
            server.Dispose();
        }

        await ImportUndisturbedAsync();
        output.WriteLine(StoreChecks.AssertAlike(_disturbed.FullName, _undisturbed.FullName));
    }

    private static async Task<ChildProcess> StartServerAsync(string folder, int port)
    {
        var server = ChildProcess.Start(
            "cgrains.dll", "serve", "--data", folder, "--grpc", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), "--http", "127.0.0.1:0");
        await server.WaitForLineAsync("ready").WaitAsync(WaitMax);

        // Whatever else it says must not fill the pipe.
        _ = server.Output.ReadToEndAsync();
        return server;
    }

    private async Task ImportUndisturbedAsync()
    {
        var port = FreePort();
        using var server = await StartServerAsync(_undisturbed.FullName, port);
        await new Import(port).RunAsync().WaitAsync(WaitMax);
        await WaitUntilResolvedAsync(port);
    }

    /// <summary>Waits for what crashes cut off; the running server sees to it.</summary>
    private static async Task WaitUntilResolvedAsync(int port)
    {
        using var client = Connect(port);
        using var timeout = new CancellationTokenSource(WaitMax);
        while ((await client.GetStatusAsync(timeout.Token)).Backlog > 0)
        {
        }
    }

    private static CustomerGrainsClient Connect(int port) => CustomerGrainsClient.Connect(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>One client sending all operations on one stream.</summary>
    private sealed class Import(int port)
    {
        private readonly bool[] _acknowledged = new bool[Count];
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

        public async Task<IngestTotals> RunAsync()
        {
            using var client = Connect(port);
            await client.RegisterSourceAsync(new Source { Name = Operations.Source });
            await using var stream = client.OpenIngestStream(new IngestStreamOptions { InFlightMax = 64, Acknowledged = Note });
            for (var number = 0; number < Count; number++)
            {
                await stream.SendAsync(OperationMessages.ToMessage(number, Count), number);
            }

            return await stream.CompleteAsync();
        }

        /// <summary>Waits for so many acknowledgements.</summary>
        public async Task WaitForAsync(int count, Task sending)
        {
            var moment = _moments.GetOrAdd(count, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            if (Volatile.Read(ref _count) >= count)
            {
                return;
            }

            // Sending ends before the last moment only by failing.
            await await Task.WhenAny(moment.Task, sending).WaitAsync(WaitMax);
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
}
