using CustomerGrains.Index.Journal;

namespace CustomerGrains.Orleans.Wire;

/// <summary>A <see cref="Link"/> between silos.</summary>
[GenerateSerializer, Immutable, Alias("cg.Link")]
public struct LinkWire
{
    [Id(0)] public long ANo;
    [Id(1)] public int ARevision;
    [Id(2)] public long BNo;
    [Id(3)] public int BRevision;
    [Id(4)] public int Weight;
    [Id(5)] public byte Kind;

    internal static LinkWire Of(in Link link) => new()
    {
        ANo = link.A.No.Value,
        ARevision = link.A.Revision,
        BNo = link.B.No.Value,
        BRevision = link.B.Revision,
        Weight = link.Weight,
        Kind = (byte)link.Kind,
    };

    internal static LinkWire[] Of(IReadOnlyList<Link> links)
    {
        var wire = new LinkWire[links.Count];
        for (var i = 0; i < wire.Length; i++)
        {
            wire[i] = Of(links[i]);
        }

        return wire;
    }

    internal readonly Link Read() =>
        new(new RecordRevision(new RecordNo(ANo), ARevision), new RecordRevision(new RecordNo(BNo), BRevision), Weight, (LinkKind)Kind);

    internal static Link[] Read(LinkWire[]? links) => links is null ? [] : Array.ConvertAll(links, link => link.Read());
}
