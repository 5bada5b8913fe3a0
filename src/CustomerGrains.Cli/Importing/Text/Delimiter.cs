namespace CustomerGrains.Cli.Importing.Text;

/// <summary>Finds the character that separates a file's columns.</summary>
internal static class Delimiter
{
    private const string Candidates = ",;\t|";

    /// <summary>The candidate that occurs most often outside quotes in the heading; a comma when none does.</summary>
    public static char Guess(string heading)
    {
        Span<int> counts = stackalloc int[Candidates.Length];
        var quoted = false;
        foreach (var character in heading)
        {
            quoted ^= character == '"';
            if (!quoted && Candidates.IndexOf(character, StringComparison.Ordinal) is >= 0 and var candidate)
            {
                counts[candidate]++;
            }
        }

        var best = 0;
        for (var i = 1; i < counts.Length; i++)
        {
            best = counts[i] > counts[best] ? i : best;
        }

        return Candidates[best];
    }
}
