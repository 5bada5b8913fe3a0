using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace CustomerGrains.Client;

/// <content>Acknowledgements to be read.</content>
public sealed partial class IngestStream
{
    // Holds no more than the window: a record gives its place back when its acknowledgement leaves.
    private readonly Channel<IngestAcknowledgement>? _kept;

    /// <summary>
    /// Acknowledgements in the order of the answers, each once, from the first record sent to the end of the stream; needs <see cref="IngestStreamOptions.KeepAcknowledgements"/>. Ends when the stream was completed and
    /// everything is read. Reading may stop and start again, where it goes on; of several readers each gets some. A connection that breaks does not show.
    /// </summary>
    /// <remarks>Read while sending: a record that is sent waits while <see cref="IngestStreamOptions.InFlightMax"/> others are not acknowledged or not read.</remarks>
    /// <exception cref="InvalidOperationException">The stream keeps no acknowledgements.</exception>
    /// <exception cref="CustomerGrainsException">The stream has failed for good; what was acknowledged before is given first.</exception>
    public IAsyncEnumerable<IngestAcknowledgement> ReadAcknowledgementsAsync(CancellationToken cancellationToken = default) =>
        _kept is { } kept
            ? ReadAsync(kept.Reader, cancellationToken)
            : throw new InvalidOperationException($"The stream keeps no acknowledgements; set {nameof(IngestStreamOptions)}.{nameof(IngestStreamOptions.KeepAcknowledgements)}.");

    private async IAsyncEnumerable<IngestAcknowledgement> ReadAsync(ChannelReader<IngestAcknowledgement> kept, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await kept.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (kept.TryRead(out var acknowledgement))
            {
                GiveBack();
                yield return acknowledgement;
            }
        }

        lock (_gate)
        {
            ThrowIfFailed();
        }
    }

    /// <summary>Keeps an acknowledgement for whoever reads, or gives the place of its record back at once. Call under the stream's lock.</summary>
    private void Keep(IngestAcknowledgement acknowledgement)
    {
        if (_kept is null || !_kept.Writer.TryWrite(acknowledgement))
        {
            GiveBack();
        }
    }

    /// <summary>One more record may be sent.</summary>
    private void GiveBack()
    {
        try
        {
            _window.Release();
        }
        catch (ObjectDisposedException)
        {
            // Read after the stream was disposed: nobody waits for a place any more.
        }
    }
}
