using System.Buffers.Binary;
using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Orleans.Hosting;

namespace CustomerGrains.Orleans.Wire;

/// <summary>A <see cref="RegisterCall"/> between silos. Features travel in the form the journal keeps.</summary>
[GenerateSerializer, Immutable, Alias("cg.RegisterCall")]
public struct RegisterCallWire
{
    [Id(0)] public long No;
    [Id(1)] public int Revision;
    [Id(2)] public string Source;
    [Id(3)] public string RecordId;

    /// <summary>All the record says, encoded.</summary>
    [Id(4)] public byte[] AllFeatures;

    /// <summary>What it says without crowded values, encoded; null where there are none.</summary>
    [Id(5)] public byte[]? Features;

    /// <summary>Keys by which it is compared, ascending, eight bytes each, little end first.</summary>
    [Id(6)] public byte[] Keys;
    [Id(7)] public long PredecessorNo;
    [Id(8)] public int PredecessorRevision;
    [Id(9)] public int Model;
}

/// <summary>Turns registrations into their wire form and back.</summary>
/// <remarks>A record is registered at some keys in a row and comes to the same silo more than once: what the silo's cache holds is not decoded again. A revision never changes, so that is the same.</remarks>
/// <param name="index">The silo's index; null outside a silo, where nothing is cached.</param>
[RegisterConverter]
public sealed class RegisterCallConverter(SiloIndex? index = null) : IConverter<RegisterCall, RegisterCallWire>
{
    /// <inheritdoc/>
    public RegisterCall ConvertFromSurrogate(in RegisterCallWire surrogate)
    {
        var revision = new RecordRevision(new RecordNo(surrogate.No), surrogate.Revision);
        var entry = index?.Cache?.Find(revision) ?? Decode(revision, surrogate);
        return new RegisterCall(entry, new RecordRevision(new RecordNo(surrogate.PredecessorNo), surrogate.PredecessorRevision), new ModelNo(surrogate.Model));
    }

    /// <inheritdoc/>
    public RegisterCallWire ConvertToSurrogate(in RegisterCall value)
    {
        var entry = value.Entry;
        return new RegisterCallWire
        {
            No = entry.Revision.No.Value,
            Revision = entry.Revision.Revision,
            Source = entry.Identity.Source,
            RecordId = entry.Identity.RecordId,
            AllFeatures = FeaturesCodec.Encode(entry.AllFeatures),
            Features = ReferenceEquals(entry.Features, entry.AllFeatures) ? null : FeaturesCodec.Encode(entry.Features),
            Keys = Write(entry.Keys),
            PredecessorNo = value.Predecessor.No.Value,
            PredecessorRevision = value.Predecessor.Revision,
            Model = value.Model.Value,
        };
    }

    private static RecordEntry Decode(RecordRevision revision, in RegisterCallWire wire)
    {
        var all = FeaturesCodec.Decode(wire.AllFeatures);
        var features = wire.Features is null ? all : FeaturesCodec.Decode(wire.Features);
        return new RecordEntry(revision, new RecordIdentity(wire.Source, wire.RecordId), features, ReadKeys(wire.Keys), all);
    }

    private static byte[] Write(BlockingKey[] keys)
    {
        var bytes = new byte[keys.Length * sizeof(ulong)];
        for (var i = 0; i < keys.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * sizeof(ulong)), keys[i].Value);
        }

        return bytes;
    }

    private static BlockingKey[] ReadKeys(byte[] bytes)
    {
        var keys = new BlockingKey[bytes.Length / sizeof(ulong)];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = new BlockingKey(BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(i * sizeof(ulong))));
        }

        return keys;
    }
}
