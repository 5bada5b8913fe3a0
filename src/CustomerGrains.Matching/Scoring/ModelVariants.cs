using System.Text;
using System.Text.Json.Nodes;

namespace CustomerGrains.Matching.Scoring;

/// <summary>Models that differ from another in a few places of its file, for evaluations.</summary>
/// <remarks>A variant goes through the model file and its checks, so its weights and thresholds are such as a deployment could have written.</remarks>
public static class ModelVariants
{
    /// <summary>The model with its file changed.</summary>
    /// <param name="model">The model to start from.</param>
    /// <param name="suffix">Added to the version, which every change changes.</param>
    /// <param name="edit">Changes the file.</param>
    /// <exception cref="InvalidDataException">What came out is not a model.</exception>
    public static MatchingModel Edit(MatchingModel model, string suffix, Action<JsonObject> edit) => Edit(model, suffix, edit, model.Without);

    /// <summary>The model with rules switched off besides those that are off already.</summary>
    internal static MatchingModel Without(MatchingModel model, string suffix, ScoringMechanisms mechanisms) => Edit(model, suffix, _ => { }, model.Without | mechanisms);

    /// <summary>The model with another link threshold, in hundredths of a bit; where it is not above the review threshold, that one is lowered to just below it, and the one-to-one threshold likewise.</summary>
    /// <exception cref="InvalidDataException">The threshold is below 2 or beyond what a model may have.</exception>
    public static MatchingModel WithLinkThreshold(MatchingModel model, int linkThreshold) => Edit(model, $"link-{linkThreshold}", file =>
    {
        file["linkThreshold"] = linkThreshold;
        file["reviewThreshold"] = Math.Min(model.ReviewThreshold, linkThreshold - 1);
        file["oneToOneThreshold"] = Math.Min(model.OneToOne.Threshold, linkThreshold - 1);
    });

    private static MatchingModel Edit(MatchingModel model, string suffix, Action<JsonObject> edit, ScoringMechanisms without)
    {
        var file = JsonNode.Parse(model.ToJson())!.AsObject();
        file["version"] = $"{model.BaseVersion}+{suffix}";
        edit(file);
        return MatchingModel.Parse(Encoding.UTF8.GetBytes(file.ToJsonString()), without);
    }
}
