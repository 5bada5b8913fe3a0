using System.Text.Json;
using System.Text.Json.Serialization;

namespace CustomerGrains.Cli.Quality;

/// <summary>What a peer reached on the same files.</summary>
/// <param name="How">Settings.</param>
/// <param name="Oracle">Its threshold was chosen on the truth, so the figure is what it could have reached and not what it would reach.</param>
internal sealed record PeerFigure(string System, double Figure, string How, bool Oracle = false);

/// <summary>What a figure is held against.</summary>
/// <param name="Floor">Least that the default model must reach; null: shown only.</param>
/// <param name="FloorTrained">Least that a model trained on the set's own unlabelled records must reach; null: shown only.</param>
internal sealed record KnownFigure(string Set, string Measure, double? Floor, double? FloorTrained, IReadOnlyList<PeerFigure> Peers);

/// <summary>Floors and the best figures known of peers: fixed facts, in one file.</summary>
internal static class KnownFigures
{
    private const string ResourceName = "Quality/known-figures.json";

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
    };

    /// <summary>All of them, in the order of the table.</summary>
    public static IReadOnlyList<KnownFigure> All { get; } = Read();

    /// <summary>What is known of a figure; nothing when the file does not name it.</summary>
    public static KnownFigure Of(string set, string measure) =>
        All.FirstOrDefault(known => known.Set == set && known.Measure == measure) ?? new KnownFigure(set, measure, null, null, []);

    /// <summary>Something is asked of a model that was trained on the set's own records.</summary>
    public static bool AsksForTraining(string set) => All.Any(known => known.Set == set && known.FloorTrained is not null);

    private static IReadOnlyList<KnownFigure> Read()
    {
        using var stream = typeof(KnownFigures).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The resource {ResourceName} is missing.");
        return JsonSerializer.Deserialize<KnownFiguresFile>(stream, Form)!.Figures;
    }

    private sealed record KnownFiguresFile(string About, IReadOnlyList<KnownFigure> Figures);
}
