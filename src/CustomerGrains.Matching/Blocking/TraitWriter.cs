using System.Runtime.InteropServices;

namespace CustomerGrains.Matching.Blocking;

/// <summary>Hashes a tag and up to three texts without allocating.</summary>
internal static class TraitWriter
{
    /// <summary>Characters of each text that count. Longer values are rare and still differ in front.</summary>
    public const int TextLengthMax = 96;

    /// <summary>Hash of the tag and the texts; a separator that folded text cannot contain stands between them.</summary>
    public static ulong Hash(KeyHasher hasher, byte tag, ReadOnlySpan<char> a, ReadOnlySpan<char> b, ReadOnlySpan<char> c)
    {
        Span<byte> buffer = stackalloc byte[2 + (3 * ((2 * TextLengthMax) + 2))];
        buffer[0] = tag;
        var length = 1;
        Append(buffer, ref length, a);
        Append(buffer, ref length, b);
        Append(buffer, ref length, c);
        return hasher.Hash(buffer[..length]);
    }

    private static void Append(Span<byte> buffer, ref int length, ReadOnlySpan<char> text)
    {
        var bytes = MemoryMarshal.AsBytes(text.Length > TextLengthMax ? text[..TextLengthMax] : text);
        bytes.CopyTo(buffer[length..]);
        length += bytes.Length;
        buffer[length++] = 0;
        buffer[length++] = 0;
    }
}
