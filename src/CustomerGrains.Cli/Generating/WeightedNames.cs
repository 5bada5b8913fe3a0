using System.Globalization;

namespace CustomerGrains.Cli.Generating;

/// <summary>Names drawn by how common they are, from an embedded list of our own ("name,weight" a line).</summary>
internal sealed class WeightedNames
{
    private readonly string[] _names;
    private readonly int[] _upTo;

    private WeightedNames(IEnumerable<string> lines)
    {
        var pairs = lines.Select(line => line.Split(',')).ToArray();
        _names = [.. pairs.Select(pair => pair[0])];
        _upTo = new int[pairs.Length];
        var sum = 0;
        for (var i = 0; i < pairs.Length; i++)
        {
            _upTo[i] = sum += int.Parse(pairs[i][1], CultureInfo.InvariantCulture);
        }
    }

    public static WeightedNames Load(string list) => new(Lines(list));

    public string Pick(SeededRandom random)
    {
        var at = Array.BinarySearch(_upTo, random.Below(_upTo[^1]) + 1);
        return _names[at < 0 ? ~at : at];
    }

    /// <summary>Lines of an embedded list.</summary>
    public static string[] Lines(string list)
    {
        using var stream = typeof(WeightedNames).Assembly.GetManifestResourceStream($"Lists/{list}.txt")
            ?? throw new InvalidOperationException($"The list '{list}' is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
