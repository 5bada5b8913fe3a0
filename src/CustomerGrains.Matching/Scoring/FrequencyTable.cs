namespace CustomerGrains.Matching.Scoring;

/// <summary>How much agreement on a value weighs: log2(m/u) with u the frequency of the value (Winkler 1989), frozen with the model.</summary>
/// <param name="Rest">Weight of values that are not listed, in hundredths of a bit.</param>
/// <param name="Values">Weight of common values.</param>
public sealed record FrequencyTable(int Rest, IReadOnlyDictionary<string, int> Values)
{
    private readonly Dictionary<string, int> _values = new(Values, StringComparer.Ordinal);

    /// <summary>Largest weight of any value.</summary>
    public int Largest { get; } = Values.Values.Append(Rest).Max();

    /// <summary>The value is one of the common ones.</summary>
    public bool Lists(string value) => _values.ContainsKey(value);

    /// <summary>Weight of agreement on the value.</summary>
    public int WeightOf(string value) => _values.TryGetValue(value, out var weight) ? weight : Rest;
}
