using System.Buffers.Binary;

namespace CustomerGrains.Matching.Blocking;

/// <summary>The secret that turns trait values into blocking keys. One per deployment; a key of one deployment says nothing in another.</summary>
/// <remarks>SipHash-2-4 (Aumasson and Bernstein, 2012), a keyed pseudo-random function of 64 bits made for short inputs.</remarks>
public sealed class KeyHasher
{
    /// <summary>Length of the secret in bytes.</summary>
    public const int SecretLength = 16;

    private readonly ulong _k0;
    private readonly ulong _k1;

    /// <param name="secret">Exactly <see cref="SecretLength"/> bytes.</param>
    /// <exception cref="ArgumentException">The secret has another length.</exception>
    public KeyHasher(ReadOnlySpan<byte> secret)
    {
        if (secret.Length != SecretLength)
        {
            throw new ArgumentException($"The secret of blocking keys has {SecretLength} bytes, not {secret.Length}.", nameof(secret));
        }

        _k0 = BinaryPrimitives.ReadUInt64LittleEndian(secret);
        _k1 = BinaryPrimitives.ReadUInt64LittleEndian(secret[8..]);
    }

    /// <summary>Hash of the bytes.</summary>
    public ulong Hash(ReadOnlySpan<byte> data)
    {
        var v0 = _k0 ^ 0x736f6d6570736575UL;
        var v1 = _k1 ^ 0x646f72616e646f6dUL;
        var v2 = _k0 ^ 0x6c7967656e657261UL;
        var v3 = _k1 ^ 0x7465646279746573UL;
        var length = (ulong)data.Length;
        while (data.Length >= 8)
        {
            var word = BinaryPrimitives.ReadUInt64LittleEndian(data);
            v3 ^= word;
            Round(ref v0, ref v1, ref v2, ref v3);
            Round(ref v0, ref v1, ref v2, ref v3);
            v0 ^= word;
            data = data[8..];
        }

        var last = length << 56;
        for (var i = 0; i < data.Length; i++)
        {
            last |= (ulong)data[i] << (8 * i);
        }

        v3 ^= last;
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        v0 ^= last;
        v2 ^= 0xff;
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v0 += v1;
        v1 = ulong.RotateLeft(v1, 13) ^ v0;
        v0 = ulong.RotateLeft(v0, 32);
        v2 += v3;
        v3 = ulong.RotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = ulong.RotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = ulong.RotateLeft(v1, 17) ^ v2;
        v2 = ulong.RotateLeft(v2, 32);
    }
}
