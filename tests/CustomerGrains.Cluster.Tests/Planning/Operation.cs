using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cluster.Tests.Planning;

/// <summary>Something a client sends.</summary>
internal abstract record Operation
{
    /// <summary>Place among all operations of the plan, from 0.</summary>
    public required int Number { get; init; }

    /// <summary>Who sends it.</summary>
    public required int Client { get; init; }

    /// <summary>Once it is answered it is sent again under the same operation id, through another server.</summary>
    public bool IsRepeated { get; init; }
}

/// <summary>A record, or its delete.</summary>
internal sealed record RecordOperation : Operation
{
    public required RecordIdentity Identity { get; init; }

    /// <summary>Version the source gives; 0: none, arrival decides. Records without versions are sent by one client only, one operation after the other.</summary>
    public required long Version { get; init; }

    /// <summary>What is sent; null: a delete.</summary>
    public required SourceRecord? Content { get; init; }

    /// <summary>When the client loses its connection before the answer, it does not send the operation again: its outcome stays unknown.</summary>
    public bool IsLeftWhenUnknown { get; init; }
}

/// <summary>A person's decision on two records. All decisions on one pair come from one client, one after the other.</summary>
internal sealed record DecisionOperation : Operation
{
    public required RecordIdentity A { get; init; }

    public required RecordIdentity B { get; init; }

    public required AssertionDecision Decision { get; init; }
}
