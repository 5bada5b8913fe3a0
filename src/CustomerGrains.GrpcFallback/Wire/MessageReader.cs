using System.Buffers;
using System.IO.Pipelines;
using Grpc.Core;

namespace CustomerGrains.GrpcFallback.Wire;

/// <summary>
/// Takes framed messages from a pipe. It reads only when asked for a message that has not arrived yet, so a receiver that does not
/// read makes the transport stop the sender. Not safe for concurrent use.
/// </summary>
internal sealed class MessageReader(PipeReader pipe, int? sizeMax) : IDisposable
{
    private ReadOnlySequence<byte> _unread;
    private bool _holdsResult;
    private bool _ended;
    private PooledBuffer? _inflated;

    /// <summary>Whether the other side announced gzip; then each message says whether it is compressed. Default: no.</summary>
    public bool GzipAnnounced { get; set; }

    /// <summary>Takes the next message if all of it has arrived. The payload is valid until the next call of any member.</summary>
    /// <exception cref="RpcException">The message is too large (RESOURCE_EXHAUSTED) or breaks the protocol (INTERNAL).</exception>
    public bool TryRead(out ReadOnlySequence<byte> payload)
    {
        payload = default;
        if (_unread.Length < MessagePrefix.Length)
        {
            return false;
        }

        var prefix = ReadPrefix();
        Check(prefix);
        var end = MessagePrefix.Length + (long)prefix.Size;
        if (_unread.Length < end)
        {
            return false;
        }

        payload = _unread.Slice(MessagePrefix.Length, prefix.Size);
        _unread = _unread.Slice(end);
        if (prefix.IsCompressed)
        {
            payload = Inflate(payload);
        }

        return true;
    }

    /// <summary>Waits for more bytes; false when the other side has ended its stream.</summary>
    /// <exception cref="RpcException">The stream ended inside a message (INTERNAL).</exception>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        if (_ended)
        {
            return _unread.IsEmpty ? false : throw Broken("The stream ended inside a message.");
        }

        GiveBack();
        var result = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
        _unread = result.Buffer;
        _holdsResult = true;
        _ended = result.IsCompleted;
        return !(_ended && _unread.IsEmpty);
    }

    /// <summary>Ends the pipe too, for whoever owns it.</summary>
    public void Complete()
    {
        Dispose();
        pipe.Complete();
    }

    /// <summary>Gives the transport its buffers back; unread bytes are dropped with the call.</summary>
    public void Dispose()
    {
        GiveBack();
        _inflated?.Dispose();
        _inflated = null;
    }

    private static RpcException Broken(string detail) => new(new Status(StatusCode.Internal, detail));

    private MessagePrefix ReadPrefix()
    {
        if (_unread.FirstSpan.Length >= MessagePrefix.Length)
        {
            return MessagePrefix.Read(_unread.FirstSpan);
        }

        Span<byte> bytes = stackalloc byte[MessagePrefix.Length];
        _unread.Slice(0, MessagePrefix.Length).CopyTo(bytes);
        return MessagePrefix.Read(bytes);
    }

    private void Check(MessagePrefix prefix)
    {
        if (prefix.Flag > 1)
        {
            throw Broken($"A message starts with {prefix.Flag} where only 0 and 1 are allowed.");
        }

        if (prefix.IsCompressed && !GzipAnnounced)
        {
            throw Broken("A message is compressed, but no encoding was announced.");
        }

        var limit = sizeMax ?? Array.MaxLength;
        if (prefix.Size > limit)
        {
            throw MessageLimit.Received(limit);
        }
    }

    private ReadOnlySequence<byte> Inflate(ReadOnlySequence<byte> payload)
    {
        _inflated ??= new PooledBuffer();
        _inflated.Clear();
        Gzip.Inflate(payload, _inflated, sizeMax);
        return new(_inflated.WrittenMemory);
    }

    private void GiveBack()
    {
        if (_holdsResult)
        {
            _holdsResult = false;
            var (start, end) = (_unread.Start, _unread.End);
            _unread = default;
            pipe.AdvanceTo(start, end);
        }
    }
}
