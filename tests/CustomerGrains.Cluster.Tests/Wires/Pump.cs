using System.Net.Sockets;
using CustomerGrains.Cluster.Tests.Running;

namespace CustomerGrains.Cluster.Tests.Wires;

/// <summary>Carries the bytes of one direction, message by message where the protocol is known.</summary>
internal sealed class Pump(Wire wire, Direction direction, Socket source, Socket sink, IWireProtocol? protocol)
{
    private byte[] _buffer = new byte[64 << 10];

    // Everything in the buffer is still to be carried; what is before _read was looked at and waits.
    private int _read;
    private int _end;

    /// <summary>Runs to the end of the stream.</summary>
    /// <exception cref="SocketException">The connection broke, or the protocol said that it shall.</exception>
    public async Task RunAsync()
    {
        while (await source.ReceiveAsync(_buffer.AsMemory(_end)) is > 0 and var count)
        {
            _end += count;
            await (direction == Direction.There ? wire.There : wire.Back).PassAsync();
            if (direction == Direction.Back)
            {
                await Span.OfAsync(wire.Delay);
            }

            await SendAsync(protocol is null ? _end : await ReadAsync(protocol));
            if (_end == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }
        }

        await SendAsync(_end);
        sink.Shutdown(SocketShutdown.Send);
    }

    /// <returns>How far everything may go on.</returns>
    private async Task<int> ReadAsync(IWireProtocol known)
    {
        var carry = 0;
        while (known.MessageLength(direction, _buffer.AsSpan(_read, _end - _read)) is > 0 and var length && length <= _end - _read)
        {
            var verdict = known.Read(direction, _buffer.AsSpan(_read, length));
            _read += length;
            switch (verdict)
            {
                case Verdict.Carry:
                    carry = _read;
                    break;
                case Verdict.Keep:
                    break;
                case Verdict.CarryAndCut:
                    await SendAsync(_read);
                    throw new SocketException((int)SocketError.ConnectionReset);
                default:
                    throw new SocketException((int)SocketError.ConnectionReset);
            }
        }

        return carry;
    }

    private async Task SendAsync(int end)
    {
        for (var sent = 0; sent < end;)
        {
            sent += await sink.SendAsync(_buffer.AsMemory(sent, end - sent));
        }

        _buffer.AsSpan(end, _end - end).CopyTo(_buffer);
        _read = Math.Max(0, _read - end);
        _end -= end;
    }
}
