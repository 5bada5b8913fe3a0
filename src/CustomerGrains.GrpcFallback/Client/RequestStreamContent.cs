using System.IO.Pipelines;
using System.Net;

namespace CustomerGrains.GrpcFallback.Client;

/// <summary>
/// The messages of a caller as the content of a request. They pass through a small bounded pipe: everything written while the
/// transport is busy goes out together, and a writer waits when the pipe is full because the server does not read.
/// </summary>
internal sealed class RequestStreamContent(CancellationToken cancellation) : HttpContent
{
    private const int BufferedBytesMax = 64 * 1024;

    private readonly Pipe _pipe = new(new PipeOptions(
        pauseWriterThreshold: BufferedBytesMax,
        resumeWriterThreshold: BufferedBytesMax / 2,
        minimumSegmentSize: 16 * 1024,
        useSynchronizationContext: false));

    private int _started;

    public PipeWriter Input => _pipe.Writer;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => PumpAsync(stream, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        PumpAsync(stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    /// <summary>
    /// A call that is given up ends the pump by an exception: a normal return would tell the server that all requests were sent.
    /// </summary>
    private async Task PumpAsync(Stream stream, CancellationToken transport)
    {
        if (Interlocked.Exchange(ref _started, 1) == 1)
        {
            // The transport would try again on another connection, but what was sent cannot be sent twice.
            throw new IOException("The connection was lost.");
        }

        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, transport);
        var output = _pipe.Reader;
        try
        {
            // Sends the headers: the server may answer before the first request.
            await stream.FlushAsync(linked.Token).ConfigureAwait(false);
            while (true)
            {
                var result = await output.ReadAsync(linked.Token).ConfigureAwait(false);
                foreach (var segment in result.Buffer)
                {
                    await stream.WriteAsync(segment, linked.Token).ConfigureAwait(false);
                }

                await stream.FlushAsync(linked.Token).ConfigureAwait(false);
                output.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    return;
                }
            }
        }
        finally
        {
            await output.CompleteAsync().ConfigureAwait(false);
        }
    }
}
