using System.Collections.Immutable;

namespace CustomerGrains.Orleans.Sources;

/// <summary>On what terms a source shares its records. Key: <see cref="GrainKeys.OfSource"/>.</summary>
/// <remarks>That a source is registered, and how it is read, is the journal's to say: it compares both in the transaction that accepts a record, so no silo needs to hear of a change in time.</remarks>
[Alias("cg.source-agreement")]
public interface ISourceAgreementGrain : IGrainWithStringKey
{
    /// <summary>The terms; null while there are none.</summary>
    [Alias("get")]
    ValueTask<SourceAgreement?> GetAsync();

    /// <summary>Sets the terms.</summary>
    /// <returns>The terms afterwards: with <see cref="SourceAgreement.Number"/> unlike <paramref name="command"/>'s when somebody else changed them since they were read, and then unchanged.</returns>
    [Alias("agree")]
    ValueTask<SourceAgreement> AgreeAsync(AgreeSource command);
}

/// <summary>Sets the terms of a source.</summary>
[GenerateSerializer, Immutable, Alias("cg.AgreeSource")]
public sealed record AgreeSource
{
    /// <summary>A repeat under the same id changes nothing.</summary>
    [Id(0)] public required string OperationId { get; init; }

    /// <summary>The terms as they shall be. <see cref="SourceAgreement.Number"/>: one more than that of the terms they take the place of, 1 for the first.</summary>
    [Id(1)] public required SourceAgreement Agreement { get; init; }
}

/// <summary>Terms on which a source shares its records.</summary>
[GenerateSerializer, Immutable, Alias("cg.SourceAgreement")]
public sealed record SourceAgreement
{
    /// <summary>From 1, raised by every change.</summary>
    [Id(0)] public required int Number { get; init; }

    /// <summary>Why it may, e.g. "public task".</summary>
    [Id(1)] public required string LawfulBasis { get; init; }

    /// <summary>What for.</summary>
    [Id(2)] public ImmutableArray<string> Purposes { get; init; } = [];

    /// <summary>Who may be told.</summary>
    [Id(3)] public ImmutableArray<string> Recipients { get; init; } = [];

    /// <summary>Days after which a record that was not renewed is to be deleted; 0: no such term.</summary>
    [Id(4)] public int RetentionDays { get; init; }

    /// <summary>Who agreed for the source.</summary>
    [Id(5)] public required string AgreedBy { get; init; }

    [Id(6)] public required DateTimeOffset AgreedAt { get; init; }
}
