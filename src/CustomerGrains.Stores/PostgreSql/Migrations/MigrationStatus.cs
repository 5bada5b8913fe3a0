namespace CustomerGrains.Stores.PostgreSql;

/// <summary>A schema step and when it was applied.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Name">What it is about.</param>
/// <param name="AppliedAt">Null: not applied yet.</param>
public sealed record MigrationStep(int Number, string Name, DateTimeOffset? AppliedAt);

/// <summary>How far a database is with the schema of this build.</summary>
/// <param name="Steps">All steps of this build, in order.</param>
public sealed record MigrationStatus(IReadOnlyList<MigrationStep> Steps)
{
    /// <summary>Steps that are still to be applied.</summary>
    public IReadOnlyList<MigrationStep> Missing { get; } = [.. Steps.Where(step => step.AppliedAt is null)];

    /// <summary>Nothing is missing: a server may use the database.</summary>
    public bool IsCurrent => Missing.Count == 0;
}
