using System.Text.Json;
using CustomerGrains.Matching.Comparing;

namespace CustomerGrains.Matching.Scoring;

/// <summary>How often a level was seen in pairs of one customer (m) and of two (u), of the pairs that have the attribute on both sides.</summary>
public readonly record struct LevelShares(double M, double U);

/// <summary>Where a trained model comes from: the optional section "training" of the model file. Says nothing to the scorer.</summary>
/// <param name="Records">Records it was trained on.</param>
/// <param name="Customers">Customers they were found to be.</param>
/// <param name="Decisions">Decisions of people that were used.</param>
/// <param name="Seed">Seed of the random pairs.</param>
/// <param name="EvenWeight">Weight at which two records are as likely one customer as two, in hundredths of a bit.</param>
/// <param name="Levels">What was seen of each level; levels that were never seen are missing.</param>
public sealed record ModelTraining(int Records, int Customers, int Decisions, ulong Seed, int EvenWeight, IReadOnlyDictionary<ComparisonLevel, LevelShares> Levels)
{
    private const string Section = "training";

    /// <summary>Writes the section into the model's object.</summary>
    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject(Section);
        writer.WriteNumber("records", Records);
        writer.WriteNumber("customers", Customers);
        writer.WriteNumber("decisions", Decisions);
        writer.WriteNumber("seed", Seed);
        writer.WriteNumber("evenWeight", EvenWeight);
        writer.WriteStartObject("levels");
        foreach (var attribute in Levels.Keys.GroupBy(level => level.Describe().Attribute).OrderBy(group => group.Key))
        {
            writer.WriteStartObject(attribute.Key.InModel());
            foreach (var level in attribute.Order())
            {
                writer.WriteStartObject(level.Describe().Name);
                writer.WriteNumber("m", Levels[level].M);
                writer.WriteNumber("u", Levels[level].U);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Reads the section; null when the model has none.</summary>
    /// <exception cref="InvalidDataException">The section is there and not as it should be; the message names what is wrong.</exception>
    internal static ModelTraining? Read(JsonElement root)
    {
        if (!root.TryGetProperty(Section, out var section))
        {
            return null;
        }

        var shares = new Dictionary<ComparisonLevel, LevelShares>();
        var levels = Object(section, "levels");
        foreach (var level in Enum.GetValues<ComparisonLevel>().Where(level => level != ComparisonLevel.None))
        {
            var (attribute, name) = (level.Describe().Attribute.InModel(), level.Describe().Name);
            if (levels.TryGetProperty(attribute, out var ofAttribute) && ofAttribute.ValueKind == JsonValueKind.Object && ofAttribute.TryGetProperty(name, out var ofLevel))
            {
                shares[level] = new LevelShares(Share(ofLevel, attribute, name, "m"), Share(ofLevel, attribute, name, "u"));
            }
        }

        return new ModelTraining(
            (int)Number(section, "records", int.MaxValue), (int)Number(section, "customers", int.MaxValue), (int)Number(section, "decisions", int.MaxValue),
            Number(section, "seed", ulong.MaxValue), EvenWeightOf(section), shares);
    }

    private static JsonElement Object(JsonElement section, string name) =>
        section.ValueKind == JsonValueKind.Object && section.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Object
            ? member
            : throw new InvalidDataException($"\"{Section}.{name}\" must be an object.");

    private static ulong Number(JsonElement section, string name, ulong max) =>
        section.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Number && member.TryGetUInt64(out var number) && number <= max
            ? number
            : throw new InvalidDataException($"\"{Section}.{name}\" must be a whole number that is not negative.");

    private static int EvenWeightOf(JsonElement section) =>
        section.TryGetProperty("evenWeight", out var member) && member.ValueKind == JsonValueKind.Number && member.TryGetInt32(out var weight)
            ? weight
            : throw new InvalidDataException($"\"{Section}.evenWeight\" must be a whole number of hundredths of a bit.");

    private static double Share(JsonElement level, string attribute, string name, string share) =>
        level.ValueKind == JsonValueKind.Object && level.TryGetProperty(share, out var member) && member.ValueKind == JsonValueKind.Number && member.TryGetDouble(out var number)
            && number is >= 0 and <= 1
            ? number
            : throw new InvalidDataException($"\"{Section}.levels.{attribute}.{name}.{share}\" must be a number from 0 to 1.");
}
