using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Training;

/// <summary>A model in the making.</summary>
internal sealed record ModelDraft
{
    private const string Unnamed = "draft";

    public required int[] Weights { get; init; }
    public required FrequencyTable GivenNames { get; init; }
    public required FrequencyTable Surnames { get; init; }
    public required FrequencyTable OrganisationWords { get; init; }
    public required Thresholds Thresholds { get; init; }
    public required SupportRule Support { get; init; }

    /// <summary>Sources that hold nobody twice.</summary>
    public IReadOnlyList<string> OneToOneSources { get; init; } = [];

    public static ModelDraft Of(MatchingModel model) => new()
    {
        Weights = model.Weights,
        GivenNames = model.GivenNames,
        Surnames = model.Surnames,
        OrganisationWords = model.OrganisationWords,
        Support = model.Support,
        Thresholds = new Thresholds(model.LinkThreshold, model.ReviewThreshold, model.JoinThreshold, Thresholds.EvenOfDefault),
    };

    /// <summary>
    /// The default model asks a link for support from different sides, because its weights were set for unknown data. A trained model knows how rare its names are and what relatives share,
    /// so its weights decide; only twins, whom no weight of one attribute tells apart, are kept below a link, unless there are none. How many people there are says how many are namesakes by chance.
    /// </summary>
    public static SupportRule SupportOf(bool twins, int people) => (twins ? SupportRule.None with { Twins = SupportRule.Default.Twins, Missing = SupportRule.Default.Missing } : SupportRule.None) with
    {
        Namesakes = SupportRule.NamesakesAmong(people),
    };

    /// <summary>The draft with the frequencies of names and words among these customers.</summary>
    public ModelDraft WithValuesOf(TrainingRecords input, int[] customerOf) => this with
    {
        GivenNames = ValueFrequencies.GivenNames(input.Features, customerOf, MatchingModel.Default.GivenNames),
        Surnames = ValueFrequencies.Surnames(input.Features, customerOf, MatchingModel.Default.Surnames),
        OrganisationWords = ValueFrequencies.OrganisationWords(input.Features, customerOf, MatchingModel.Default.OrganisationWords),
    };

    public MatchingModel ToModel(string version = Unnamed, ModelTraining? training = null) => new MatchingModel(Weights)
    {
        BaseVersion = version,
        LinkThreshold = Thresholds.Link,
        ReviewThreshold = Thresholds.Review,
        JoinThreshold = Thresholds.Join,
        GivenNames = GivenNames,
        Surnames = Surnames,
        OrganisationWords = OrganisationWords,
        Training = training,
    }.With(Support).With(new OneToOneRule(OneToOneSources, Thresholds.Review, OneToOneRule.MarginDefault));
}
