using System.Buffers;
using System.Text;

namespace CustomerGrains.Matching.Features;

/// <summary>Writes the primitives of the binary form: variable-length integers, text with its length, small arrays.</summary>
internal ref struct FeatureWriter
{
    private Span<byte> _buffer;
    private byte[]? _rented;
    private int _length;

    public FeatureWriter(Span<byte> initial) => _buffer = initial;

    public void Byte(byte value)
    {
        Reserve(1);
        _buffer[_length++] = value;
    }

    public void Unsigned(ulong value)
    {
        Reserve(10);
        while (value >= 0x80)
        {
            _buffer[_length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _buffer[_length++] = (byte)value;
    }

    /// <summary>Zigzag, so that small negative numbers stay short.</summary>
    public void Signed(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>Zero for null, else one more than the length in bytes, then UTF-8.</summary>
    public void Text(string? value)
    {
        if (value is null)
        {
            Byte(0);
            return;
        }

        var length = Encoding.UTF8.GetByteCount(value);
        Unsigned((ulong)length + 1);
        Reserve(length);
        Encoding.UTF8.GetBytes(value, _buffer[_length..]);
        _length += length;
    }

    public void Texts(string[] values)
    {
        Unsigned((ulong)values.Length);
        foreach (var value in values)
        {
            Text(value);
        }
    }

    public void Date(DateFeature date) => Unsigned(
        (uint)(ushort)date.Year | ((uint)date.Month << 14) | ((uint)date.Day << 18)
        | (date.Ambiguous ? 1u << 23 : 0) | (date.IsDefault ? 1u << 24 : 0));

    public byte[] Finish()
    {
        var bytes = _buffer[.._length].ToArray();
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
            _rented = null;
        }

        return bytes;
    }

    private void Reserve(int count)
    {
        if (_buffer.Length - _length >= count)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, checked(_length + count)));
        _buffer[.._length].CopyTo(larger);
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }

        _rented = larger;
        _buffer = larger;
    }
}
