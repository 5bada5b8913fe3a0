namespace CustomerGrains.Cli.Importing.Mapping;

/// <summary>Finds what someone probably meant.</summary>
internal static class NearestName
{
    /// <summary>The candidate with the fewest changed characters, or null when none comes near.</summary>
    public static string? Find(string wanted, IEnumerable<string> candidates)
    {
        var folded = ColumnName.Fold(wanted);
        var best = candidates
            .Select(candidate => (Candidate: candidate, Distance: Distance(folded, ColumnName.Fold(candidate))))
            .OrderBy(pair => pair.Distance)
            .ThenBy(pair => pair.Candidate, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Candidate is not null && best.Distance <= Math.Max(2, folded.Length / 3) ? best.Candidate : null;
    }

    /// <summary>Levenshtein distance.</summary>
    private static int Distance(string a, string b)
    {
        var previous = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, 1 + Math.Min(previous[j], current[j - 1]));
            }

            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }
}
