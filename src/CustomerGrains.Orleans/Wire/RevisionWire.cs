using CustomerGrains.Index.Journal;

namespace CustomerGrains.Orleans.Wire;

/// <summary>A <see cref="RecordRevision"/> between silos.</summary>
[GenerateSerializer, Immutable, Alias("cg.RecordRevision")]
public struct RevisionWire
{
    [Id(0)] public long No;
    [Id(1)] public int Revision;
}

/// <summary>Turns revisions into their wire form and back.</summary>
[RegisterConverter]
public sealed class RevisionConverter : IConverter<RecordRevision, RevisionWire>
{
    /// <inheritdoc/>
    public RecordRevision ConvertFromSurrogate(in RevisionWire surrogate) => new(new RecordNo(surrogate.No), surrogate.Revision);

    /// <inheritdoc/>
    public RevisionWire ConvertToSurrogate(in RecordRevision value) => new() { No = value.No.Value, Revision = value.Revision };
}
