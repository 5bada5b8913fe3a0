using System.Text.Json.Nodes;
using CustomerGrains.Matching.Comparing;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Evaluating;

/// <summary>A part of matching that can be switched off, to see what it is worth.</summary>
/// <remarks>What is a weight is switched off in the model: a finer level then weighs as the coarser one, and the code that compares stays what it is.</remarks>
public sealed class Mechanism
{
    private const string Differs = "differs";

    private readonly Func<MatchingVariant, MatchingVariant> _switchOff;

    private Mechanism(string name, string instead, Func<MatchingVariant, MatchingVariant> switchOff) => (Name, Instead, _switchOff) = (name, instead, switchOff);

    /// <summary>All mechanisms, in the order of the pipeline.</summary>
    public static IReadOnlyList<Mechanism> All { get; } =
    [
        new("nicknames", "Bob and Robert are two names", variant => variant with { NoNicknames = true }),
        new("phonetic", "Smith and Smyth are two names unless their spelling is close; keys hold spellings", variant => variant with { NoSounds = true }),
        new("rare-names", "a full name brings nobody together, however rare it is", variant => variant with { NoRareNames = true }),
        new("close-spelling", "a name with a slip weighs as a different one", OfModel(file =>
        {
            Level(file, ComparedAttribute.Given, "close", Worth(file, ComparedAttribute.Given) - Flat(file, "givenNames"));
            Level(file, ComparedAttribute.Surname, "close", Worth(file, ComparedAttribute.Surname) - Flat(file, "surnames"));
        })),
        new("swapped-names", "given name and surname are compared in one order", OfModel(file => Level(file, ComparedAttribute.NameOrder, "swapped", Math.Max(-MatchingModel.WeightMax,
            Worth(file, ComparedAttribute.Given) + Worth(file, ComparedAttribute.Surname) - Largest(file, "givenNames") - Largest(file, "surnames"))))),
        new("value-frequency", "every name weighs the same", OfModel(file =>
        {
            foreach (var table in (string[])["givenNames", "surnames", "organisationWords"])
            {
                file[table] = new JsonObject { ["rest"] = Flat(file, table), ["values"] = new JsonObject() };
            }
        })),
        new("birth-date-grades", "a birth date is the same, agrees as far as known, or differs", OfModel(file => Coarsen(file, ComparedAttribute.BirthDate, "exact", "default", "partial"))),
        new("address-grades", "an address is the same or differs", OfModel(file => Coarsen(file, ComparedAttribute.Address, "same"))),
        new("email-grades", "an e-mail address is the same or differs", OfModel(file => Coarsen(file, ComparedAttribute.Email, "same"))),
        new("identifier-grades", "an identifier is the same or differs", OfModel(file => Coarsen(file, ComparedAttribute.Identifier, "exclusiveSame", "same", "exclusiveDiffers"))),
        new("household", "what a household shares counts in full for people of different name or age", OfScorer("household", ScoringMechanisms.HouseholdEvidence)),
        new("corroboration", "one agreeing value, or what a household shares, may be enough", OfScorer("corroboration", ScoringMechanisms.Corroboration)),
        new("adults", "two of one surname, birth date and home are twins at any age", OfModel(file => file["support"]!["twinsBornFrom"] = 0)),
        new("siblings", "a home supports a link also where birth dates differ as those of brothers and sisters", OfScorer("siblings", ScoringMechanisms.Siblings)),
        new("slips", "one record with another number, or unlike all others, keeps a component apart", OfScorer("slips", ScoringMechanisms.Slips)),
        new("doubt", "namesakes and relatives of whom something differs are offered for review", OfScorer("doubt", ScoringMechanisms.Doubt)),
        new("average-linkage", "whoever is connected by links is one customer", variant => variant with { ComponentsOnly = true }),
    ];

    /// <summary>Name, e.g. "value-frequency".</summary>
    public string Name { get; }

    /// <summary>What holds when it is off, in words.</summary>
    public string Instead { get; }

    /// <summary>The variant without the mechanism.</summary>
    public MatchingVariant SwitchOff(MatchingVariant variant)
    {
        var without = _switchOff(variant);
        return without with { Without = [.. variant.Without, Name] };
    }

    private static Func<MatchingVariant, MatchingVariant> OfModel(Action<JsonObject> edit) => variant => variant with { Model = ModelVariants.Edit(variant.Model, "variant", edit) };

    private static Func<MatchingVariant, MatchingVariant> OfScorer(string name, ScoringMechanisms mechanisms) => variant => variant with { Model = ModelVariants.Without(variant.Model, name, mechanisms) };

    /// <summary>Every level that is not kept weighs as a difference.</summary>
    private static void Coarsen(JsonObject file, ComparedAttribute attribute, params string[] kept)
    {
        foreach (var level in Levels(file, attribute).Select(level => level.Key).Except(kept).ToArray())
        {
            Level(file, attribute, level, Worth(file, attribute));
        }
    }

    /// <summary>Weight of a difference.</summary>
    private static int Worth(JsonObject file, ComparedAttribute attribute) => (int)Levels(file, attribute)[Differs]!;

    private static void Level(JsonObject file, ComparedAttribute attribute, string level, int weight)
    {
        if (!Levels(file, attribute).ContainsKey(level))
        {
            throw new InvalidOperationException($"The model has no level \"{level}\" of {attribute.InModel()}.");
        }

        Levels(file, attribute)[level] = weight;
    }

    private static JsonObject Levels(JsonObject file, ComparedAttribute attribute) => file["levels"]![attribute.InModel()]!.AsObject();

    private static int Largest(JsonObject file, string table) => Weights(file, table).Append((int)file[table]!["rest"]!).Max();

    private static IEnumerable<int> Weights(JsonObject file, string table) => file[table]!["values"]!.AsObject().Select(value => (int)value.Value!);

    /// <summary>What agreement on a name is worth when it is not known which name it is: log2(1/Σu²), where u is the frequency 2^-weight of each name, and names that are not
    /// listed share the rest of the people and are as rare as their weight says.</summary>
    private static int Flat(JsonObject file, string table)
    {
        var frequencies = Weights(file, table).Select(weight => Math.Pow(2, -weight / 100.0)).ToArray();
        var rest = Math.Max(0, 1 - frequencies.Sum()) * Math.Pow(2, -(int)file[table]!["rest"]! / 100.0);
        return (int)Math.Round(-100 * Math.Log2(frequencies.Sum(frequency => frequency * frequency) + rest));
    }
}
