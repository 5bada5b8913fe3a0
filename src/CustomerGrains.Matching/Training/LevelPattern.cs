using CustomerGrains.Matching.Comparing;

namespace CustomerGrains.Matching.Training;

/// <summary>The levels of a pair, attribute by attribute, in one number: pairs with the same outcome are counted together.</summary>
internal readonly record struct LevelPattern(UInt128 Bits)
{
    private const int BitsPerLevel = 5;

    private static readonly byte[] Ordinals = OrdinalsWithinAttribute();
    private static readonly ComparisonLevel[][] Levels = LevelsByAttribute();

    /// <summary>Number of compared attributes.</summary>
    public static int AttributeCount { get; } = (int)ComparedAttribute.Household + 1;

    public static LevelPattern Of(in Findings findings)
    {
        UInt128 bits = 0;
        for (var i = 0; i < AttributeCount; i++)
        {
            bits |= (UInt128)Ordinals[(int)findings[i].Level] << (i * BitsPerLevel);
        }

        return new LevelPattern(bits);
    }

    public ComparisonLevel this[ComparedAttribute attribute] =>
        Levels[(int)attribute][(int)(uint)((Bits >> ((int)attribute * BitsPerLevel)) & ((1 << BitsPerLevel) - 1))];

    private static byte[] OrdinalsWithinAttribute()
    {
        var ordinals = new byte[LevelDescriptions.Count];
        foreach (var levels in LevelsByAttribute())
        {
            for (var i = 1; i < levels.Length; i++)
            {
                ordinals[(int)levels[i]] = (byte)i;
            }
        }

        return ordinals;
    }

    private static ComparisonLevel[][] LevelsByAttribute()
    {
        var attributes = Enum.GetValues<ComparedAttribute>();
        var levels = new ComparisonLevel[attributes.Length][];
        foreach (var attribute in attributes)
        {
            levels[(int)attribute] =
            [
                ComparisonLevel.None,
                .. Enum.GetValues<ComparisonLevel>().Where(level => level != ComparisonLevel.None && level.Describe().Attribute == attribute),
            ];
            if (levels[(int)attribute].Length > 1 << BitsPerLevel || attributes.Length * BitsPerLevel > 128)
            {
                throw new InvalidOperationException($"The levels of {attribute.InWords()} no longer fit a pattern of 128 bits.");
            }
        }

        return levels;
    }
}
