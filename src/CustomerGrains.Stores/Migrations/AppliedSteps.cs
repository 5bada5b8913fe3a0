namespace CustomerGrains.Stores.Migrations;

/// <summary>A step that a store says was applied to it.</summary>
internal readonly record struct AppliedStep(int Number, string Name, string Checksum);

/// <summary>Compares the steps that were applied to a store with those of this build.</summary>
internal static class AppliedSteps
{
    /// <returns>How many steps are applied.</returns>
    /// <exception cref="StoreFormatException">The store is of a newer build, or an applied step is not what this build has.</exception>
    public static int Check(IEnumerable<AppliedStep> applied, IReadOnlyList<Migration> migrations)
    {
        var count = 0;
        foreach (var step in applied.OrderBy(step => step.Number))
        {
            if (step.Number > migrations.Count)
            {
                throw new StoreFormatException(
                    $"The store was written by a newer version: it has schema step {step.Number} ('{step.Name}'), this version knows steps up to {migrations.Count}. Use that version or a newer one.");
            }

            if (step.Number != ++count || step.Checksum != migrations[count - 1].Checksum)
            {
                throw new StoreFormatException(
                    $"Schema step {step.Number} ('{step.Name}') of the store is not the one this version has: the store or the program was changed by hand.");
            }
        }

        return count;
    }
}
