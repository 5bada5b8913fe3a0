using System.Globalization;

namespace CustomerGrains.Index.Journal;

/// <summary>Number of a model in the order in which the store came under them; the largest is in force. From 1, raised by every change of model.</summary>
/// <remarks>The default is no model: that of a store nobody has opened an index on, and of a record that was never placed.</remarks>
public readonly record struct ModelNo(int Value) : IComparable<ModelNo>
{
    public bool IsNone => Value == 0;

    /// <inheritdoc/>
    public int CompareTo(ModelNo other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A model the store is or was under: the history of its changes. Never removed.</summary>
public sealed record StoredModel
{
    public required ModelNo No { get; init; }

    /// <summary>Its version; of two stored models with one version the content is the same.</summary>
    public required string Version { get; init; }

    /// <summary>The model file as the matching library writes it. Empty in a store of before models were kept: only the version is known then.</summary>
    public required byte[] Content { get; init; }

    /// <summary>Who applied it; empty for the first.</summary>
    public required string AppliedBy { get; init; }

    /// <summary>Why, in their words.</summary>
    public required string Reason { get; init; }

    public required DateTimeOffset AppliedAt { get; init; }

    /// <summary>When the last record was placed under it; null while some are not, and for a model that another took the place of before.</summary>
    public required DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Records there were to be placed anew when it was applied.</summary>
    public required long Records { get; init; }
}

/// <summary>Puts the store under a model.</summary>
public sealed record PutModelRequest
{
    /// <summary>Compare: the model that must be in force; none for a store that is under none.</summary>
    public required ModelNo Expected { get; init; }

    public required string Version { get; init; }

    public required byte[] Content { get; init; }

    public string AppliedBy { get; init; } = "";

    public string Reason { get; init; } = "";
}

/// <summary>What became of a <see cref="PutModelRequest"/>.</summary>
public enum PutModelOutcome : byte
{
    /// <summary>The store is under it from now on; every record that was placed is to be placed anew.</summary>
    Applied = 1,

    /// <summary>The store was under it already. Nothing was written.</summary>
    InForce = 2,

    /// <summary>Another model is in force than the caller expected. Nothing was written.</summary>
    Overtaken = 3,

    /// <summary>The store is or was under a model of this version with other content. Nothing was written.</summary>
    VersionTaken = 4,
}

/// <summary>What became of a <see cref="PutModelRequest"/>, and the model in force afterwards; null when there is none. Durable when it is returned.</summary>
public sealed record PutModelReply(PutModelOutcome Outcome, StoredModel? InForce);
