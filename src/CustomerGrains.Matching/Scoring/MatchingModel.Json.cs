using System.Text.Encodings.Web;
using System.Text.Json;
using CustomerGrains.Matching.Comparing;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Matching.Scoring;

/// <content>The model file.</content>
public sealed partial class MatchingModel
{
    /// <summary>Largest weight a model may give, in hundredths of a bit; sums of it stay far from overflow.</summary>
    public const int WeightMax = 10_000;

    private const string ResourceName = "CustomerGrains.Matching.default-model.json";

    /// <summary>Reads a model file.</summary>
    /// <exception cref="InvalidDataException">The file is not a model; the message names what is wrong.</exception>
    public static MatchingModel Parse(ReadOnlySpan<byte> json) => Parse(json, ScoringMechanisms.None);

    /// <summary>Reads a model file, with mechanisms switched off.</summary>
    /// <exception cref="InvalidDataException">The file is not a model; the message names what is wrong.</exception>
    internal static MatchingModel Parse(ReadOnlySpan<byte> json, ScoringMechanisms without)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json.ToArray());
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The model is not JSON: {exception.Message}", exception);
        }

        using (document)
        {
            return Read(document.RootElement, without);
        }
    }

    /// <summary>Writes the model as a readable JSON file.</summary>
    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("version", BaseVersion);
            writer.WriteNumber("linkThreshold", LinkThreshold);
            writer.WriteNumber("reviewThreshold", ReviewThreshold);
            writer.WriteNumber("joinThreshold", JoinThreshold);
            WriteSupport(writer, Support);
            writer.WriteNumber("oneToOneThreshold", OneToOne.Threshold);
            writer.WriteNumber("oneToOneMargin", OneToOne.Margin);
            writer.WriteStartArray("oneToOneSources");
            foreach (var source in OneToOne.Sources)
            {
                writer.WriteStringValue(source);
            }

            writer.WriteEndArray();
            writer.WriteStartObject("levels");
            foreach (var attribute in Enum.GetValues<ComparedAttribute>())
            {
                writer.WriteStartObject(attribute.InModel());
                foreach (var level in LevelsOf(attribute))
                {
                    writer.WriteNumber(level.Describe().Name, WeightOf(level));
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            Write(writer, "givenNames", GivenNames);
            Write(writer, "surnames", Surnames);
            Write(writer, "organisationWords", OrganisationWords);
            Training?.Write(writer);
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>The same model with other sources that hold nobody twice, and therefore another version.</summary>
    /// <exception cref="InvalidDataException">One of them is no name of a source, or is named twice.</exception>
    public MatchingModel WithOneToOneSources(IReadOnlyCollection<string> sources)
    {
        RequireSources(sources);
        return With(new OneToOneRule(sources, OneToOne.Threshold, OneToOne.Margin));
    }

    /// <summary>The same model for another number of people, and therefore of another version unless it asks for the same: see <see cref="SupportRule.NamesakesAmong"/>.</summary>
    /// <param name="people">How many there are, or will be.</param>
    public MatchingModel ForPopulation(long people) => With(Support with { Namesakes = SupportRule.NamesakesAmong(people) });

    /// <summary>The same model that asks for other support.</summary>
    internal MatchingModel With(SupportRule rule)
    {
        var model = (MatchingModel)MemberwiseClone();
        model.Support = rule;
        return model;
    }

    /// <summary>The same model with another rule for sources that hold nobody twice.</summary>
    internal MatchingModel With(OneToOneRule rule)
    {
        var model = (MatchingModel)MemberwiseClone();
        model.OneToOne = rule;
        return model;
    }

    private static MatchingModel LoadDefault()
    {
        using var stream = typeof(MatchingModel).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The resource {ResourceName} is missing.");
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return Parse(buffer.ToArray());
    }

    private static MatchingModel Read(JsonElement root, ScoringMechanisms without)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException("The model is not a JSON object.");
        }

        var version = Member(root, "version", "");
        if (version.ValueKind != JsonValueKind.String || string.IsNullOrWhiteSpace(version.GetString()))
        {
            throw new InvalidDataException("\"version\" must be a text that is not empty.");
        }

        var weights = new int[LevelDescriptions.Count];
        var levels = Member(root, "levels", "");
        foreach (var attribute in Enum.GetValues<ComparedAttribute>())
        {
            var ofAttribute = Member(levels, attribute.InModel(), "levels.");
            foreach (var level in LevelsOf(attribute))
            {
                weights[(int)level] = !ofAttribute.TryGetProperty(level.Describe().Name, out _) && SplitFrom(level) is { } older
                    ? Weight(ofAttribute, older.Describe().Name, $"levels.{attribute.InModel()}.")
                    : Weight(ofAttribute, level.Describe().Name, $"levels.{attribute.InModel()}.");
            }
        }

        var model = new MatchingModel(weights)
        {
            BaseVersion = version.GetString()!,
            LinkThreshold = Weight(root, "linkThreshold", ""),
            ReviewThreshold = Weight(root, "reviewThreshold", ""),
            JoinThreshold = Weight(root, "joinThreshold", ""),
            Support = root.TryGetProperty("support", out var support) ? ReadSupport(support) : SupportRule.Default,
            OneToOne = new OneToOneRule(
                OneToOneSources(root),
                root.TryGetProperty("oneToOneThreshold", out _) ? Weight(root, "oneToOneThreshold", "") : Weight(root, "reviewThreshold", ""),
                root.TryGetProperty("oneToOneMargin", out _) ? Weight(root, "oneToOneMargin", "") : OneToOneRule.MarginDefault),
            GivenNames = Table(root, "givenNames"),
            Surnames = Table(root, "surnames"),
            OrganisationWords = Table(root, "organisationWords"),
            Without = without,
            Training = ModelTraining.Read(root),
        };
        if (model.ReviewThreshold <= 0 || model.LinkThreshold <= model.ReviewThreshold)
        {
            throw new InvalidDataException(
                $"\"linkThreshold\" ({model.LinkThreshold}) must be above \"reviewThreshold\" ({model.ReviewThreshold}), and both above 0.");
        }

        if (model.JoinThreshold <= 0)
        {
            throw new InvalidDataException($"\"joinThreshold\" ({model.JoinThreshold}) must be above 0.");
        }

        if (model.OneToOne.Threshold < model.ReviewThreshold || model.OneToOne.Threshold > model.LinkThreshold)
        {
            throw new InvalidDataException(
                $"\"oneToOneThreshold\" ({model.OneToOne.Threshold}) must be between \"reviewThreshold\" ({model.ReviewThreshold}) and \"linkThreshold\" ({model.LinkThreshold}).");
        }

        if (model.OneToOne.Margin < 0)
        {
            throw new InvalidDataException($"\"oneToOneMargin\" ({model.OneToOne.Margin}) must not be negative.");
        }

        return model;
    }

    /// <summary>The level that a newer one was a part of; a model file from before weighs it as that.</summary>
    private static ComparisonLevel? SplitFrom(ComparisonLevel level) => level switch
    {
        ComparisonLevel.GivenMissing => ComparisonLevel.GivenUnknown,
        ComparisonLevel.IdentifierTwoDigits => ComparisonLevel.IdentifierDiffers,
        ComparisonLevel.BirthDateYearDigit => ComparisonLevel.BirthDateOneDigit,
        ComparisonLevel.HouseholdAdults => ComparisonLevel.HouseholdTwins,
        _ => null,
    };

    private static void WriteSupport(Utf8JsonWriter writer, SupportRule rule)
    {
        writer.WriteStartObject("support");
        writer.WriteNumber("names", rule.Names);
        writer.WriteNumber("otherAge", rule.OtherAge);
        writer.WriteNumber("otherSurname", rule.OtherSurname);
        writer.WriteNumber("otherGiven", rule.OtherGiven);
        writer.WriteNumber("several", rule.Several);
        writer.WriteNumber("identified", rule.Identified);
        writer.WriteNumber("identifiedNames", rule.IdentifiedNames);
        writer.WriteNumber("twins", rule.Twins);
        writer.WriteNumber("twinsBornFrom", rule.TwinsBornFrom);
        writer.WriteNumber("missing", rule.Missing);
        if (rule.Namesakes != SupportRule.Default.Namesakes)
        {
            writer.WriteNumber("namesakes", rule.Namesakes);
        }

        writer.WriteEndObject();
    }

    private static SupportRule ReadSupport(JsonElement support)
    {
        int Units(string name)
        {
            var units = Weight(support, name, "support.");
            return units is >= 0 and <= SupportRule.UnitsMax ? units : throw new InvalidDataException($"\"support.{name}\" must be between 0 and {SupportRule.UnitsMax} units.");
        }

        var namesakes = support.TryGetProperty("namesakes", out _) ? Weight(support, "namesakes", "support.") : SupportRule.Default.Namesakes;
        if (namesakes < 0)
        {
            throw new InvalidDataException($"\"support.namesakes\" ({namesakes}) must not be negative.");
        }

        var missing = Weight(support, "missing", "support.");
        var bornFrom = support.TryGetProperty("twinsBornFrom", out _) ? Weight(support, "twinsBornFrom", "support.") : SupportRule.Default.TwinsBornFrom;
        return missing > 0
            ? throw new InvalidDataException($"\"support.missing\" ({missing}) must not be above 0: what is missing cannot speak for a pair.")
            : new SupportRule(
                Units("names"), Units("otherAge"), Units("otherSurname"), Units("otherGiven"), Units("several"), Units("identified"), Units("identifiedNames"), Units("twins"), bornFrom, missing, namesakes);
    }

    private static string[] OneToOneSources(JsonElement root)
    {
        if (!root.TryGetProperty("oneToOneSources", out var sources))
        {
            return [];
        }

        if (sources.ValueKind != JsonValueKind.Array || sources.EnumerateArray().Any(source => source.ValueKind != JsonValueKind.String))
        {
            throw new InvalidDataException("\"oneToOneSources\" must be a list of names of sources.");
        }

        string[] names = [.. sources.EnumerateArray().Select(source => source.GetString()!)];
        RequireSources(names);
        return names;
    }

    private static void RequireSources(IReadOnlyCollection<string> names)
    {
        foreach (var name in names)
        {
            if (name.Length is 0 or > RecordIdentity.SourceLengthMax || name.Any(char.IsWhiteSpace) || name.Contains(',', StringComparison.Ordinal))
            {
                throw new InvalidDataException($"\"oneToOneSources\" has \"{name}\", which is no name of a source.");
            }
        }

        if (names.Distinct(StringComparer.Ordinal).Count() != names.Count)
        {
            throw new InvalidDataException("\"oneToOneSources\" names a source twice.");
        }
    }

    private static IEnumerable<ComparisonLevel> LevelsOf(ComparedAttribute attribute) =>
        Enum.GetValues<ComparisonLevel>().Where(level => level != ComparisonLevel.None && level.Describe().Attribute == attribute);

    private static void Write(Utf8JsonWriter writer, string name, FrequencyTable table)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("rest", table.Rest);
        writer.WriteStartObject("values");
        foreach (var (value, weight) in table.Values.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            writer.WriteNumber(value, weight);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static FrequencyTable Table(JsonElement root, string name)
    {
        var table = Member(root, name, "");
        var values = Member(table, "values", $"{name}.");
        if (values.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException($"\"{name}.values\" must be an object of weights.");
        }

        var weights = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var value in values.EnumerateObject())
        {
            weights[value.Name] = Weight(values, value.Name, $"{name}.values.");
        }

        return new FrequencyTable(Weight(table, "rest", $"{name}."), weights);
    }

    private static JsonElement Member(JsonElement parent, string name, string path) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member)
            ? member
            : throw new InvalidDataException($"\"{path}{name}\" is missing.");

    private static int Weight(JsonElement parent, string name, string path)
    {
        var member = Member(parent, name, path);
        return member.ValueKind == JsonValueKind.Number && member.TryGetInt32(out var weight) && Math.Abs(weight) <= WeightMax
            ? weight
            : throw new InvalidDataException($"\"{path}{name}\" must be a whole number of hundredths of a bit between -{WeightMax} and {WeightMax}.");
    }
}
