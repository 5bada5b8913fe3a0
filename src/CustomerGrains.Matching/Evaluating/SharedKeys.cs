namespace CustomerGrains.Matching.Evaluating;

/// <summary>Keys that two records have in common.</summary>
internal static class SharedKeys
{
    /// <summary>The smallest key both lists hold, or null. A pair that shares several keys is counted at this one.</summary>
    /// <param name="a">Ascending and distinct.</param>
    /// <param name="b">Ascending and distinct.</param>
    public static TKey? Smallest<TKey>(ReadOnlySpan<TKey> a, ReadOnlySpan<TKey> b)
        where TKey : struct, IComparable<TKey>
    {
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            var order = a[i].CompareTo(b[j]);
            if (order == 0)
            {
                return a[i];
            }

            i += order < 0 ? 1 : 0;
            j += order > 0 ? 1 : 0;
        }

        return null;
    }
}
