using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;

namespace CustomerGrains.Orleans.Wire;

/// <summary>A <see cref="Placement"/> between silos.</summary>
[GenerateSerializer, Immutable, Alias("cg.Placement")]
public struct PlacementWire
{
    [Id(0)] public long Record;
    [Id(1)] public long Component;
    [Id(2)] public long Customer;
}

/// <summary>One customer that went into another, between silos.</summary>
[GenerateSerializer, Immutable, Alias("cg.CustomerMove")]
public struct CustomerMoveWire
{
    [Id(0)] public long From;
    [Id(1)] public long Into;

    internal static CustomerMoveWire[]? Of(IReadOnlyList<(CustomerNo From, CustomerNo Into)> moves) =>
        moves.Count == 0 ? null : [.. moves.Select(move => new CustomerMoveWire { From = move.From.Value, Into = move.Into.Value })];

    internal static (CustomerNo From, CustomerNo Into)[] Read(CustomerMoveWire[]? moves) =>
        moves is null ? [] : Array.ConvertAll(moves, move => (new CustomerNo(move.From), new CustomerNo(move.Into)));
}

/// <summary>A customer that a record left, between silos.</summary>
[GenerateSerializer, Immutable, Alias("cg.CustomerLeft")]
public struct CustomerLeftWire
{
    [Id(0)] public long Record;
    [Id(1)] public long Customer;
}

/// <summary>A <see cref="ResolveReply"/> between silos.</summary>
[GenerateSerializer, Immutable, Alias("cg.ResolveReply")]
public struct ResolveReplyWire
{
    [Id(0)] public byte Outcome;
    [Id(1)] public long Owner;
    [Id(2)] public PlacementWire[]? Placements;
    [Id(3)] public CustomerMoveWire[]? Merged;
    [Id(4)] public RecordRevision[]? Unprobed;
    [Id(5)] public CustomerMoveWire[]? Split;
    [Id(6)] public CustomerLeftWire[]? Left;
}

/// <summary>Turns answers of owners into their wire form and back.</summary>
[RegisterConverter]
public sealed class ResolveReplyConverter : IConverter<ResolveReply, ResolveReplyWire>
{
    /// <inheritdoc/>
    public ResolveReply ConvertFromSurrogate(in ResolveReplyWire surrogate) => new()
    {
        Outcome = (ResolveOutcome)surrogate.Outcome,
        Owner = new RecordNo(surrogate.Owner),
        Placements = surrogate.Placements is null
            ? []
            : Array.ConvertAll(surrogate.Placements, place => new Placement(new RecordNo(place.Record), new RecordNo(place.Component), new CustomerNo(place.Customer))),
        Merged = CustomerMoveWire.Read(surrogate.Merged),
        Unprobed = surrogate.Unprobed ?? [],
        Split = CustomerMoveWire.Read(surrogate.Split),
        Left = surrogate.Left is null ? [] : Array.ConvertAll(surrogate.Left, left => (new RecordNo(left.Record), new CustomerNo(left.Customer))),
    };

    /// <inheritdoc/>
    public ResolveReplyWire ConvertToSurrogate(in ResolveReply value) => new()
    {
        Outcome = (byte)value.Outcome,
        Owner = value.Owner.Value,
        Placements = value.Placements.Count == 0
            ? null
            : [.. value.Placements.Select(place => new PlacementWire { Record = place.Record.Value, Component = place.Component.Value, Customer = place.Customer.Value })],
        Merged = CustomerMoveWire.Of(value.Merged),
        Unprobed = value.Unprobed.Count == 0 ? null : [.. value.Unprobed],
        Split = CustomerMoveWire.Of(value.Split),
        Left = value.Left.Count == 0 ? null : [.. value.Left.Select(left => new CustomerLeftWire { Record = left.Record.Value, Customer = left.Customer.Value })],
    };
}
