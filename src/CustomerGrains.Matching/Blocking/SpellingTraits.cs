using CustomerGrains.Matching.Comparing;

namespace CustomerGrains.Matching.Blocking;

/// <summary>Forms of a word of which two words of nearly the same spelling share at least one, so that typing errors do not hide a pair at a split hot key.</summary>
/// <remarks>Two words that are one edit or one exchange of neighbours apart have a common form with at most one letter left out of each (the deletion neighbourhood of
/// Mor and Fraenkel, 1982); for two edits, two letters. Shuffled words share the sorted letters, give or take one.</remarks>
internal static class SpellingTraits
{
    /// <summary>Shortest word that can be nearly the same as another.</summary>
    public const int LengthMin = 3;

    /// <summary>Shortest word in which two slips are forgiven.</summary>
    public const int TwoSlipsLengthMin = 8;

    /// <summary>Shortest given name in which two slips are forgiven where they do not turn one known name into another, as "Patrick" into "Patricia".</summary>
    public const int TwoSlipsOfNameLengthMin = 7;

    /// <summary>Shortest word whose letters may be in disorder.</summary>
    public const int ShuffledLengthMin = 5;

    /// <summary>Gives every form to <paramref name="add"/>.</summary>
    public static void Enumerate(string word, Action<string> add)
    {
        var text = word.Length > TextDistance.LengthMax ? word[..TextDistance.LengthMax] : word;
        add(text);
        if (text.Length < LengthMin)
        {
            return;
        }

        for (var i = 0; i < text.Length; i++)
        {
            var once = text.Remove(i, 1);
            add(once);
            for (var j = i; text.Length >= TwoSlipsOfNameLengthMin && j < once.Length; j++)
            {
                add(once.Remove(j, 1));
            }
        }

        if (text.Length >= ShuffledLengthMin)
        {
            var sorted = string.Concat(text.Order());
            add($"~{sorted}");
            for (var i = 0; i < sorted.Length; i++)
            {
                add($"~{sorted.Remove(i, 1)}");
            }
        }
    }
}
