using System.Buffers;
using System.Buffers.Binary;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Stores.Postings;

namespace CustomerGrains.Stores.PostgreSql.Following;

/// <summary>How the changes of a batch are laid out in a row of the log: one after another, little-endian, the first byte the layout's version.</summary>
internal static class LogEncoding
{
    private const byte Version = 1;
    private const byte Revision = 1;
    private const byte Resolved = 2;

    public static byte[] ToColumn(IReadOnlyList<DirectoryChange> changes)
    {
        var buffer = new ArrayBufferWriter<byte>(64 + (changes.Count * 160));
        Write(buffer, Version);
        foreach (var change in changes)
        {
            switch (change)
            {
                case RevisionChange revision:
                    Write(buffer, Revision);
                    Write(buffer, revision.Record.No.Value);
                    Write(buffer, revision.Record.Revision);
                    Write(buffer, revision.Position);
                    Write(buffer, revision.Source);
                    Write(buffer, (byte)(revision.LiveChange + 1));
                    Write(buffer, revision.OldKeys.Keys);
                    Write(buffer, revision.OldKeys.SearchKeys);
                    Write(buffer, revision.NewKeys.Keys);
                    Write(buffer, revision.NewKeys.SearchKeys);
                    break;
                case ResolvedChange resolved:
                    Write(buffer, Resolved);
                    Write(buffer, resolved.Record.Value);
                    break;
            }
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <exception cref="StoreFormatException">The row was written by another version, or changed by hand.</exception>
    public static void AddTo(List<DirectoryChange> changes, ReadOnlySpan<byte> column)
    {
        try
        {
            if (ReadByte(ref column) != Version)
            {
                throw new StoreFormatException("Another process writes the directory log as this version does not know it. Use one version for all.");
            }

            while (!column.IsEmpty)
            {
                changes.Add(Read(ref column));
            }
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw new StoreFormatException($"A row of the directory log ends too early: {error.Message}");
        }
    }

    private static DirectoryChange Read(ref ReadOnlySpan<byte> column)
    {
        var kind = ReadByte(ref column);
        var record = new RecordNo(ReadInt64(ref column));
        return kind switch
        {
            Resolved => new ResolvedChange(record),
            Revision => ReadRevision(record, ref column),
            _ => throw new StoreFormatException($"The directory log has a change of unknown kind {kind}."),
        };
    }

    private static RevisionChange ReadRevision(RecordNo record, ref ReadOnlySpan<byte> column)
    {
        var revision = ReadInt32(ref column);
        var position = ReadInt64(ref column);
        var source = ReadInt32(ref column);
        var liveChange = ReadByte(ref column) - 1;
        var before = new BlockingKeySet(ReadKeys(ref column), ReadKeys(ref column));
        return new RevisionChange(new RecordRevision(record, revision), position, before, new BlockingKeySet(ReadKeys(ref column), ReadKeys(ref column)), source, liveChange);
    }

    private static void Write(ArrayBufferWriter<byte> buffer, byte value)
    {
        buffer.GetSpan(1)[0] = value;
        buffer.Advance(1);
    }

    private static void Write(ArrayBufferWriter<byte> buffer, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(buffer.GetSpan(4), value);
        buffer.Advance(4);
    }

    private static void Write(ArrayBufferWriter<byte> buffer, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(buffer.GetSpan(8), value);
        buffer.Advance(8);
    }

    private static void Write(ArrayBufferWriter<byte> buffer, BlockingKey[] keys)
    {
        Write(buffer, keys.Length);
        buffer.Write(Encodings.ToColumn(keys));
    }

    private static byte ReadByte(ref ReadOnlySpan<byte> column) => Take(ref column, 1)[0];

    private static int ReadInt32(ref ReadOnlySpan<byte> column) => BinaryPrimitives.ReadInt32LittleEndian(Take(ref column, 4));

    private static long ReadInt64(ref ReadOnlySpan<byte> column) => BinaryPrimitives.ReadInt64LittleEndian(Take(ref column, 8));

    private static BlockingKey[] ReadKeys(ref ReadOnlySpan<byte> column) => Encodings.ToKeys(Take(ref column, checked(ReadInt32(ref column) * 8)));

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> column, int length)
    {
        var taken = column[..length];
        column = column[length..];
        return taken;
    }
}
