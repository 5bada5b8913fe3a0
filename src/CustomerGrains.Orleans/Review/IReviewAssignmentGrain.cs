namespace CustomerGrains.Orleans.Review;

/// <summary>Who looks at a possible match, so that two people do not do the same work. Key: <see cref="GrainKeys.OfPair"/>. It decides nothing: the answer to a possible match is an assertion.</summary>
[Alias("cg.review")]
public interface IReviewAssignmentGrain : IGrainWithStringKey
{
    /// <summary>Who has the pair now; null when nobody has.</summary>
    [Alias("get")]
    ValueTask<ReviewAssignment?> GetAsync();

    /// <summary>Gives the pair to somebody until a time, unless somebody else has it.</summary>
    /// <returns>Who has it afterwards.</returns>
    [Alias("assign")]
    ValueTask<ReviewAssignment> AssignAsync(AssignReview command);

    /// <summary>Takes the pair back from whoever the command names; nothing happens when somebody else has it.</summary>
    [Alias("release")]
    ValueTask ReleaseAsync(string operationId, string assignee);
}

/// <summary>Gives a possible match to somebody.</summary>
[GenerateSerializer, Immutable, Alias("cg.AssignReview")]
public sealed record AssignReview
{
    /// <summary>A repeat under the same id changes nothing.</summary>
    [Id(0)] public required string OperationId { get; init; }

    /// <summary>Who is to look at it: the staff member's account.</summary>
    [Id(1)] public required string Assignee { get; init; }

    /// <summary>When others may have it again.</summary>
    [Id(2)] public required DateTimeOffset Until { get; init; }
}

/// <summary>Who has a possible match.</summary>
[GenerateSerializer, Immutable, Alias("cg.ReviewAssignment")]
public sealed record ReviewAssignment
{
    [Id(0)] public required string Assignee { get; init; }

    /// <summary>When it was given to them.</summary>
    [Id(1)] public required DateTimeOffset Since { get; init; }

    /// <summary>When others may have it.</summary>
    [Id(2)] public required DateTimeOffset Until { get; init; }
}
