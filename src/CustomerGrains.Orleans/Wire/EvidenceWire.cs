using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;

namespace CustomerGrains.Orleans.Wire;

/// <summary><see cref="Evidence"/> between silos.</summary>
[GenerateSerializer, Immutable, Alias("cg.Evidence")]
public struct EvidenceWire
{
    [Id(0)] public int Model;
    [Id(1)] public RecordRevision[] Subjects;
    [Id(2)] public LinkWire[]? Links;
    [Id(3)] public long[]? Touched;
    [Id(4)] public long[]? Assertions;
    [Id(5)] public bool Final;
}

/// <summary>Turns evidence into its wire form and back.</summary>
[RegisterConverter]
public sealed class EvidenceConverter : IConverter<Evidence, EvidenceWire>
{
    /// <inheritdoc/>
    public Evidence ConvertFromSurrogate(in EvidenceWire surrogate) => new()
    {
        Model = new ModelNo(surrogate.Model),
        Subjects = surrogate.Subjects ?? [],
        Links = LinkWire.Read(surrogate.Links),
        Touched = surrogate.Touched is null ? [] : Array.ConvertAll(surrogate.Touched, no => new RecordNo(no)),
        Assertions = surrogate.Assertions ?? [],
        Final = surrogate.Final,
    };

    /// <inheritdoc/>
    public EvidenceWire ConvertToSurrogate(in Evidence value) => new()
    {
        Model = value.Model.Value,
        Subjects = [.. value.Subjects],
        Links = value.Links.Count == 0 ? null : LinkWire.Of(value.Links),
        Touched = value.Touched.Count == 0 ? null : [.. value.Touched.Select(record => record.Value)],
        Assertions = value.Assertions.Count == 0 ? null : [.. value.Assertions],
        Final = value.Final,
    };
}
