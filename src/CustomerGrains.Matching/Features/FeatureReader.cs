using System.Text;

namespace CustomerGrains.Matching.Features;

/// <summary>Reads what <see cref="FeatureWriter"/> wrote. Every count is held against the bytes that are left, so hostile input cannot ask for memory it did not send.</summary>
internal ref struct FeatureReader(ReadOnlySpan<byte> encoded)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private ReadOnlySpan<byte> _rest = encoded;

    public readonly bool AtEnd => _rest.IsEmpty;

    public byte Byte()
    {
        if (_rest.IsEmpty)
        {
            throw new InvalidDataException("Features end too early.");
        }

        var value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    public ulong Unsigned()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Byte();
            if (shift == 63 && part > 1)
            {
                break;
            }

            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("A number in the features is too long.");
    }

    public long Signed()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public int Count()
    {
        var count = Unsigned();
        return count <= (ulong)_rest.Length ? (int)count : throw new InvalidDataException("A count in the features is larger than what follows.");
    }

    /// <summary>A number that has to lie in 0 to <paramref name="max"/>.</summary>
    public byte Small(byte max, string what)
    {
        var value = Byte();
        return value <= max ? value : throw new InvalidDataException($"Features hold {value} as {what}.");
    }

    public string? Text()
    {
        var length = Unsigned();
        if (length == 0)
        {
            return null;
        }

        length--;
        if (length > (ulong)_rest.Length)
        {
            throw new InvalidDataException("A text in the features is longer than what follows.");
        }

        try
        {
            var text = Utf8.GetString(_rest[..(int)length]);
            _rest = _rest[(int)length..];
            return text;
        }
        catch (DecoderFallbackException invalid)
        {
            throw new InvalidDataException("A text in the features is not UTF-8.", invalid);
        }
    }

    public string RequiredText() => Text() ?? throw new InvalidDataException("A text that features must have is missing.");

    public string[] Texts()
    {
        var count = Count();
        if (count == 0)
        {
            return [];
        }

        var values = new string[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = RequiredText();
        }

        return values;
    }

    public DateFeature Date()
    {
        var packed = Unsigned();
        var year = packed & 0x3fff;
        var month = (packed >> 14) & 0xf;
        var day = (packed >> 18) & 0x1f;
        if (packed >= 1UL << 25 || year > 9999 || month > 12)
        {
            throw new InvalidDataException("Features hold a date that does not exist.");
        }

        return new DateFeature((short)year, (byte)month, (byte)day, (packed & (1 << 23)) != 0, (packed & (1 << 24)) != 0);
    }
}
