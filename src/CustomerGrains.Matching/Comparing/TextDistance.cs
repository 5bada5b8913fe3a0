namespace CustomerGrains.Matching.Comparing;

/// <summary>Distances between short folded texts; nothing is allocated.</summary>
public static class TextDistance
{
    /// <summary>Characters compared; longer texts are cut, which only long free text notices.</summary>
    public const int LengthMax = 64;

    /// <summary>Insertions, deletions, substitutions and exchanges of neighbours that turn one text into the other (optimal string alignment), or
    /// <paramref name="limit"/> + 1 as soon as it must be more than <paramref name="limit"/>.</summary>
    public static int Edits(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int limit)
    {
        a = a.Length > LengthMax ? a[..LengthMax] : a;
        b = b.Length > LengthMax ? b[..LengthMax] : b;
        if (Math.Abs(a.Length - b.Length) > limit)
        {
            return limit + 1;
        }

        LeaveOutWhatIsCommon(ref a, ref b);
        if (a.Length == 0 || b.Length == 0)
        {
            return a.Length + b.Length;
        }

        Span<byte> rows = stackalloc byte[3 * (LengthMax + 1)];
        var before = rows[..(b.Length + 1)];
        var previous = rows.Slice(LengthMax + 1, b.Length + 1);
        var current = rows.Slice(2 * (LengthMax + 1), b.Length + 1);
        for (var j = 0; j <= b.Length; j++)
        {
            previous[j] = (byte)j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = (byte)i;
            var best = current[0];
            for (var j = 1; j <= b.Length; j++)
            {
                var edits = Math.Min(Math.Min(previous[j] + 1, current[j - 1] + 1), previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    edits = Math.Min(edits, before[j - 2] + 1);
                }

                current[j] = (byte)edits;
                best = Math.Min(best, current[j]);
            }

            if (best > limit)
            {
                return limit + 1;
            }

            var spare = before;
            before = previous;
            previous = current;
            current = spare;
        }

        return Math.Min(previous[b.Length], limit + 1);
    }

    /// <summary>At most one insertion, deletion, substitution or exchange of neighbours; the same as <see cref="Edits"/> with a limit of 1, only faster.</summary>
    public static bool IsOneEdit(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        if (Math.Abs(a.Length - b.Length) > 1)
        {
            return false;
        }

        LeaveOutWhatIsCommon(ref a, ref b);
        return (a.Length <= 1 && b.Length <= 1) || (a.Length == 2 && b.Length == 2 && a[0] == b[1] && a[1] == b[0]);
    }

    /// <summary>Jaro–Winkler similarity in thousandths: 1000 for equal texts, 0 for nothing in common (Winkler 1990; prefix weight 0.1, at most 4 letters).</summary>
    public static int Similarity(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        a = a.Length > LengthMax ? a[..LengthMax] : a;
        b = b.Length > LengthMax ? b[..LengthMax] : b;
        if (a.Length == 0 || b.Length == 0)
        {
            return 0;
        }

        // Matching letters greedily depends on which text goes first, and a score must not.
        if (a.Length > b.Length || (a.Length == b.Length && a.SequenceCompareTo(b) > 0))
        {
            var longer = a;
            a = b;
            b = longer;
        }

        var window = Math.Max(0, (Math.Max(a.Length, b.Length) / 2) - 1);
        Span<char> common = stackalloc char[LengthMax];
        ulong usedB = 0;
        var matches = 0;
        for (var i = 0; i < a.Length; i++)
        {
            for (var j = Math.Max(0, i - window); j < Math.Min(b.Length, i + window + 1); j++)
            {
                if ((usedB & (1UL << j)) == 0 && a[i] == b[j])
                {
                    usedB |= 1UL << j;
                    common[matches++] = a[i];
                    break;
                }
            }
        }

        if (matches == 0)
        {
            return 0;
        }

        var outOfOrder = 0;
        var next = 0;
        for (var j = 0; j < b.Length; j++)
        {
            if ((usedB & (1UL << j)) != 0 && b[j] != common[next++])
            {
                outOfOrder++;
            }
        }

        var jaro = ((1000 * matches / a.Length) + (1000 * matches / b.Length) + (1000 * (matches - (outOfOrder / 2)) / matches)) / 3;
        var prefix = Math.Min(4, a.CommonPrefixLength(b));
        return jaro + (prefix * (1000 - jaro) / 10);
    }

    /// <summary>The same letters in any order, give or take one.</summary>
    public static bool AreShuffled(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        if (a.Length > LengthMax || b.Length > LengthMax || Math.Abs(a.Length - b.Length) > 1)
        {
            return false;
        }

        ulong used = 0;
        var missing = 0;
        foreach (var letter in a)
        {
            var found = false;
            for (var j = 0; j < b.Length && !found; j++)
            {
                if ((used & (1UL << j)) == 0 && b[j] == letter)
                {
                    used |= 1UL << j;
                    found = true;
                }
            }

            missing += found ? 0 : 1;
        }

        return missing + (b.Length - (a.Length - missing)) <= 1;
    }

    private static void LeaveOutWhatIsCommon(ref ReadOnlySpan<char> a, ref ReadOnlySpan<char> b)
    {
        var prefix = a.CommonPrefixLength(b);
        a = a[prefix..];
        b = b[prefix..];
        while (a.Length > 0 && b.Length > 0 && a[^1] == b[^1])
        {
            a = a[..^1];
            b = b[..^1];
        }
    }
}
