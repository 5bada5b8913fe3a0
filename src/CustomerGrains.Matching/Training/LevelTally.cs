using CustomerGrains.Matching.Comparing;

namespace CustomerGrains.Matching.Training;

/// <summary>How often each level was seen in pairs of one customer and in pairs of two.</summary>
internal sealed class LevelTally
{
    private static readonly ComparedAttribute[] Attributes = Enum.GetValues<ComparedAttribute>();

    private static readonly ComparisonLevel[][] Levels =
    [
        .. Attributes.Select(attribute => Enum.GetValues<ComparisonLevel>().Where(level => level != ComparisonLevel.None && level.Describe().Attribute == attribute).ToArray()),
    ];

    /// <summary>Pairs of one customer, per level.</summary>
    public double[] Same { get; } = new double[LevelDescriptions.Count];

    /// <summary>Pairs of two customers, per level; a sampled pair counts for all it stands for.</summary>
    public double[] Other { get; } = new double[LevelDescriptions.Count];

    /// <summary>The same, each pair weighed by 2 to the power of the weight of the value that agrees. It takes the place of <see cref="Other"/> in the weight of a level that is a difference to
    /// the weight of the value, so that the weights of chance agreements average out to what chance explains.</summary>
    public double[] OtherValued { get; } = new double[LevelDescriptions.Count];

    /// <summary>Pairs of two customers that were really looked at: how far <see cref="Other"/> can be trusted.</summary>
    public double[] OtherSeen { get; } = new double[LevelDescriptions.Count];

    /// <summary>Adds the pairs of a table.</summary>
    /// <param name="same">How much the pair at a position counts as one customer.</param>
    /// <param name="other">How much it counts as two.</param>
    public void Add(PairTable table, Func<int, double> same, Func<int, double> other)
    {
        var sameOf = new double[table.Patterns.Length];
        var otherOf = new double[table.Patterns.Length];
        var seenOf = new double[table.Patterns.Length];
        for (var i = 0; i < table.Pairs.Length; i++)
        {
            ref readonly var pair = ref table.Pairs[i];
            var (ofSame, ofOther) = (same(i), other(i));
            sameOf[pair.Pattern] += ofSame;
            otherOf[pair.Pattern] += ofOther;
            seenOf[pair.Pattern] += Math.Min(1, ofOther);
            AllSame += ofSame;
            AllOther += ofOther;
            AllSeen += Math.Min(1, ofOther);
            if (ofOther > 0 && (pair.Given != 0 || pair.Surname != 0 || pair.Organisation != 0))
            {
                AddValue(table, pair, ComparedAttribute.Given, pair.Given, ofOther);
                AddValue(table, pair, ComparedAttribute.Surname, pair.Surname, ofOther);
                AddValue(table, pair, ComparedAttribute.Organisation, pair.Organisation, ofOther);
            }
        }

        for (var i = 0; i < table.Patterns.Length; i++)
        {
            foreach (var attribute in Attributes)
            {
                var level = (int)table.Patterns[i][attribute];
                Same[level] += sameOf[i];
                Other[level] += otherOf[i];
                OtherValued[level] += otherOf[i];
                OtherSeen[level] += seenOf[i];
            }
        }
    }

    /// <summary>Pairs within customers and between them, whatever they show.</summary>
    public double AllSame { get; private set; }

    /// <inheritdoc cref="AllSame"/>
    public double AllOther { get; private set; }

    /// <inheritdoc cref="AllSame"/>
    public double AllSeen { get; private set; }

    /// <summary>The level says that something agrees, and nothing is said when it does not. Its share is one of all pairs, not of those that have the attribute on both sides.</summary>
    public static bool HasNoOpposite(ComparisonLevel level) => level is ComparisonLevel.IdentifierHousehold or ComparisonLevel.IdentifierOtherKind
        or ComparisonLevel.GivenUnknown;

    /// <summary>Sum over the levels of an attribute that have an opposite: the pairs that have the attribute on both sides.</summary>
    public static double Total(double[] counts, ComparedAttribute attribute) => LevelsOf(attribute).Where(level => !HasNoOpposite(level)).Sum(level => counts[(int)level]);

    /// <summary>The levels of an attribute, as the model lists them.</summary>
    public static ComparisonLevel[] LevelsOf(ComparedAttribute attribute) => Levels[(int)attribute];

    // The pattern adds every pair once; this adds what the value is worth beyond that.
    private void AddValue(PairTable table, in ComparedPair pair, ComparedAttribute attribute, int value, double other)
    {
        if (value != 0)
        {
            OtherValued[(int)table.Patterns[pair.Pattern][attribute]] += other * (double.Exp2(value / 100.0) - 1);
        }
    }
}
