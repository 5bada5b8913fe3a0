using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Stores.Writing;

namespace CustomerGrains.Stores;

/// <summary>How values are laid out in columns.</summary>
internal static class Encodings
{
    private const int HashLength = 16;
    private const int OperationLength = sizeof(ulong) + HashLength + 1;

    static Encodings()
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("The SQLite store is written little-endian and read in place.");
        }
    }

    /// <summary>Microseconds since 1970.</summary>
    public static long ToColumn(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset ToTime(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    public static ReadOnlySpan<byte> ToColumn(BlockingKey[] keys) => MemoryMarshal.AsBytes(keys.AsSpan());

    public static ReadOnlySpan<BlockingKey> ToKeySpan(ReadOnlySpan<byte> column) => MemoryMarshal.Cast<byte, BlockingKey>(column);

    public static BlockingKey[] ToKeys(ReadOnlySpan<byte> column) => column.IsEmpty ? [] : ToKeySpan(column).ToArray();

    public static UInt128 ToHash(ReadOnlySpan<byte> column) =>
        column.Length == HashLength ? BinaryPrimitives.ReadUInt128LittleEndian(column) : throw new InvalidDataException("A hash in the store has a wrong length.");

    /// <summary>Operations one after another, each as its id, what it asked and its effect.</summary>
    public static byte[] ToColumn(RecordOperation[] operations)
    {
        if (operations.Length == 0)
        {
            return [];
        }

        var column = new byte[operations.Length * OperationLength];
        var rest = column.AsSpan();
        foreach (var operation in operations)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(rest, operation.Id);
            BinaryPrimitives.WriteUInt128LittleEndian(rest[sizeof(ulong)..], operation.Asked);
            rest[OperationLength - 1] = (byte)operation.Effect;
            rest = rest[OperationLength..];
        }

        return column;
    }

    public static RecordOperation[] ToOperations(ReadOnlySpan<byte> column)
    {
        if (column.IsEmpty)
        {
            return [];
        }

        if (column.Length % OperationLength != 0)
        {
            throw new InvalidDataException("The operations of a record in the store have a wrong length.");
        }

        var operations = new RecordOperation[column.Length / OperationLength];
        for (var i = 0; i < operations.Length; i++)
        {
            var operation = column.Slice(i * OperationLength, OperationLength);
            operations[i] = new RecordOperation(
                BinaryPrimitives.ReadUInt64LittleEndian(operation), BinaryPrimitives.ReadUInt128LittleEndian(operation[sizeof(ulong)..]), (AcceptEffect)operation[OperationLength - 1]);
        }

        return operations;
    }

    /// <summary>The lists of an event: four times a count and as many numbers, each as the distance from the one before, in sevens of bits.</summary>
    public static byte[] ToColumn(EventDraft change)
    {
        using var stream = new MemoryStream(16);
        WriteList(stream, change.Added, record => record.Value);
        WriteList(stream, change.Removed, record => record.Value);
        WriteList(stream, change.Updated, record => record.Value);
        WriteList(stream, change.Others, customer => customer.Value);
        return stream.ToArray();
    }

    public static EventDraft ToEvent(EventKind kind, CustomerNo customer, ReadOnlySpan<byte> column)
    {
        var change = new EventDraft
        {
            Kind = kind,
            Customer = customer,
            Added = ReadList(ref column, value => new RecordNo(value)),
            Removed = ReadList(ref column, value => new RecordNo(value)),
            Updated = ReadList(ref column, value => new RecordNo(value)),
            Others = ReadList(ref column, value => new CustomerNo(value)),
        };
        return column.IsEmpty ? change : throw new InvalidDataException("An event in the store is longer than its lists.");
    }

    private static void WriteList<T>(MemoryStream stream, ImmutableArray<T> values, Func<T, long> number)
    {
        if (values.IsDefaultOrEmpty)
        {
            stream.WriteByte(0);
            return;
        }

        WriteNumber(stream, (ulong)values.Length);
        var last = 0L;
        foreach (var value in values)
        {
            var current = number(value);
            var distance = current - last;
            WriteNumber(stream, (ulong)((distance << 1) ^ (distance >> 63)));
            last = current;
        }
    }

    private static void WriteNumber(MemoryStream stream, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            stream.WriteByte((byte)(value | 0x80));
        }

        stream.WriteByte((byte)value);
    }

    private static ImmutableArray<T> ReadList<T>(ref ReadOnlySpan<byte> column, Func<long, T> create)
    {
        var count = ReadNumber(ref column);
        if (count == 0)
        {
            return [];
        }

        if (count > (ulong)column.Length)
        {
            throw new InvalidDataException("An event in the store names more numbers than it has.");
        }

        var values = ImmutableArray.CreateBuilder<T>((int)count);
        var last = 0L;
        for (var i = 0UL; i < count; i++)
        {
            var distance = ReadNumber(ref column);
            last += (long)(distance >> 1) ^ -(long)(distance & 1);
            values.Add(create(last));
        }

        return values.MoveToImmutable();
    }

    private static ulong ReadNumber(ref ReadOnlySpan<byte> column)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (column.IsEmpty)
            {
                break;
            }

            var next = column[0];
            column = column[1..];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("A number in an event of the store does not end.");
    }
}
