using System.Text;

namespace CustomerGrains.Cli.Importing.Text;

/// <summary>Reads a file line by line in bounded memory, whatever is in it.</summary>
/// <remarks>UTF-8 unless a byte order mark, or zero bytes where ASCII would have them, say UTF-16. Line ends: LF, CR LF, CR.</remarks>
internal sealed class TextLines : IDisposable
{
    /// <summary>Most characters of one line; the rest of a longer one is passed over.</summary>
    public const int LengthMax = 4 << 20;

    /// <summary>A code point that no text may hold, so it cannot be mistaken for one the file really has.</summary>
    public const char InvalidMark = '\uFDD0';

    private const int BufferLength = 1 << 16;
    private readonly StreamReader _reader;
    private readonly char[] _buffer = new char[BufferLength];
    private readonly StringBuilder _long = new();
    private int _start;
    private int _end;
    private long _number;

    public TextLines(Stream stream)
    {
        var strict = Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new DecoderReplacementFallback(InvalidMark.ToString()));
        _reader = new StreamReader(stream, Guess(stream) ?? strict, detectEncodingFromByteOrderMarks: false, BufferLength);
        if (Fill() && _buffer[0] == '\uFEFF')
        {
            _start = 1;
        }
    }

    /// <summary>The last line was read and stops without a line end.</summary>
    public bool EndsOpen { get; private set; }

    /// <summary>The next line, or null at the end.</summary>
    public TextLine? Next()
    {
        _long.Clear();
        var tooLong = false;
        while (true)
        {
            if (_start == _end && !Fill())
            {
                EndsOpen |= _long.Length > 0 || tooLong;
                return _long.Length == 0 && !tooLong ? null : new TextLine(++_number, _long.ToString(), Terminated: false, tooLong);
            }

            var span = _buffer.AsSpan(_start, _end - _start);
            var at = span.IndexOfAny('\n', '\r');
            var part = at < 0 ? span : span[..at];
            var room = Math.Max(0, LengthMax - _long.Length);
            tooLong |= part.Length > room;
            if (at < 0)
            {
                _long.Append(part[..Math.Min(room, part.Length)]);
                _start = _end;
                continue;
            }

            var text = _long.Length == 0 && !tooLong ? part.ToString() : _long.Append(part[..Math.Min(room, part.Length)]).ToString();
            _start += at + 1;
            if (span[at] == '\r' && (_start < _end || Fill()) && _buffer[_start] == '\n')
            {
                _start++;
            }

            return new TextLine(++_number, text, Terminated: true, tooLong);
        }
    }

    public void Dispose() => _reader.Dispose();

    private bool Fill()
    {
        _start = 0;
        _end = _reader.Read(_buffer, 0, _buffer.Length);
        return _end > 0;
    }

    private static Encoding? Guess(Stream stream)
    {
        if (!stream.CanSeek)
        {
            return null;
        }

        Span<byte> head = stackalloc byte[4];
        var count = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return count switch
        {
            >= 2 when head[0] == 0xFF && head[1] == 0xFE => Encoding.Unicode,
            >= 2 when head[0] == 0xFE && head[1] == 0xFF => Encoding.BigEndianUnicode,
            4 when head[0] != 0 && head[1] == 0 && head[2] != 0 && head[3] == 0 => Encoding.Unicode,
            4 when head[0] == 0 && head[1] != 0 && head[2] == 0 && head[3] != 0 => Encoding.BigEndianUnicode,
            _ => null,
        };
    }
}
