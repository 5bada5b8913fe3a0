using System.Buffers.Binary;

namespace CustomerGrains.GrpcFallback.Wire;

/// <summary>The five bytes before every message: a flag for compression, then the length as a big-endian 32-bit number.</summary>
internal readonly record struct MessagePrefix(byte Flag, uint Size)
{
    public const int Length = 5;

    public bool IsCompressed => Flag == 1;

    public static MessagePrefix Read(ReadOnlySpan<byte> from) => new(from[0], BinaryPrimitives.ReadUInt32BigEndian(from[1..]));

    public static void Write(Span<byte> to, bool compressed, int size)
    {
        to[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(to[1..], (uint)size);
    }
}
