using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Comparing;
using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Tests.Scoring;

namespace CustomerGrains.Matching.Tests.Evaluating;

public sealed class MechanismTests
{
    private static readonly MatchingVariant AllOn = new(MatchingModel.Default);
    private static readonly KeyHasher Hasher = new(new byte[KeyHasher.SecretLength]);

    public static TheoryData<string> Names => [.. Mechanism.All.Select(mechanism => mechanism.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_mechanism_shows_when_it_is_off(string name)
    {
        // Goal: no row of the ablation table is empty for want of a switch. Method: batches out of small pools, until one resolves to other weights or customers.
        var off = Off(name);
        Assert.Equal([name], off.Without);
        for (var seed = 1; seed <= 200; seed++)
        {
            var features = new RandomRecords(new Random(seed));
            BatchRecord[] records = [.. Enumerable.Range(0, 60).Select(i => new BatchRecord(new RecordIdentity("s", $"{i}"), features.Next()))];
            if (Signature(records, AllOn) != Signature(records, off))
            {
                return;
            }
        }

        Assert.Fail($"200 batches without {name} are what they are with it.");
    }

    [Fact]
    public void Features_are_read_as_they_are_but_for_what_is_off() => Seeded.Run(200, random =>
    {
        var features = new RandomRecords(random).Next();
        Assert.Same(features, AllOn.Read(features));
        var plain = Off("nicknames").Read(features);
        DeepEqual.Check(Tokens(features).Select(token => (token.Text, token.Phonetic, token.PhoneticAlternate)), Tokens(plain).Select(token => (token.Text, token.Phonetic, token.PhoneticAlternate)));
        Assert.All(Tokens(plain), token => Assert.Empty(token.NicknameGroups));

        // What is given back reads like the original once the groups are there again.
        foreach (var (was, now) in features.Names.Zip(plain.Names))
        {
            Restore(was.Given, now.Given);
            Restore(was.Surname, now.Surname);
        }

        DeepEqual.Check(features, plain);
    });

    [Fact]
    public void A_name_without_frequency_weighs_what_agreement_on_a_name_is_worth_on_average()
    {
        // Two names of a half and a quarter of the people, the rest as rare as 1 in 1,024: two people agree in (1/4 + 1/16 + 1/4 · 1/1024) of all cases.
        var model = ModelVariants.Edit(MatchingModel.Default, "small", file =>
        {
            file["surnames"]!["rest"] = 1000;
            file["surnames"]!["values"] = new System.Text.Json.Nodes.JsonObject { ["smith"] = 100, ["jones"] = 200 };
        });
        var flat = Off("value-frequency", new MatchingVariant(model)).Model.Surnames;
        Assert.Equal((int)Math.Round(-100 * Math.Log2((1.0 / 4) + (1.0 / 16) + (1.0 / 4096))), flat.WeightOf("smith"));
        Assert.Equal(flat.WeightOf("smith"), flat.WeightOf("fotheringay"));
    }

    [Fact]
    public void Without_average_linkage_whoever_is_connected_is_one()
    {
        Seeded.Run(20, random =>
        {
            var features = new RandomRecords(random);
            BatchRecord[] records = [.. Enumerable.Range(0, 60).Select(i => new BatchRecord(new RecordIdentity("s", $"{i}"), features.Next()))];
            var resolution = BatchResolver.Resolve(records, Off("average-linkage"), Hasher);
            Assert.Equal(resolution.ComponentOf.Distinct().Count(), resolution.CustomerCount);
            for (var i = 0; i < records.Length; i++)
            {
                Assert.Equal(resolution.CustomerOf[resolution.ComponentOf[i]], resolution.CustomerOf[i]);
            }
        });
    }

    [Fact]
    public void Switches_stay_off_when_thresholds_change_and_add_up()
    {
        var variant = Off("household", Off("corroboration"));
        Assert.Equal(["corroboration", "household"], variant.Without);
        Assert.Equal(ScoringMechanisms.HouseholdEvidence | ScoringMechanisms.Corroboration, ModelVariants.WithLinkThreshold(variant.Model, 2000).Without);
        Assert.NotEqual(MatchingModel.Default.Version, variant.Model.Version);
    }

    [Fact]
    public void A_swap_never_beats_the_straight_order_when_swaps_are_off()
    {
        var (a, b) = (Person("zebedee", "clutterbuck"), Person("clutterbuck", "zebedee"));
        Assert.Equal(ComparisonLevel.NameOrderSwapped, Compare(a, b, MatchingModel.Default)[ComparedAttribute.NameOrder].Level);
        Assert.Equal(ComparisonLevel.None, Compare(a, b, Off("swapped-names").Model)[ComparedAttribute.NameOrder].Level);
    }

    private static MatchingVariant Off(string name, MatchingVariant? variant = null) => Mechanism.All.Single(mechanism => mechanism.Name == name).SwitchOff(variant ?? AllOn);

    private static RecordFeatures Person(string given, string surname) => new() { Type = RecordType.Person, Names = [RandomRecords.Name(given, surname)] };

    private static Findings Compare(RecordFeatures a, RecordFeatures b, MatchingModel model)
    {
        Findings findings = default;
        PairComparer.Compare(a, b, model, ref findings);
        return findings;
    }

    private static IEnumerable<NameToken> Tokens(RecordFeatures features) => features.Names.SelectMany(name => name.Given.Concat(name.Surname));

    private static void Restore(NameToken[] was, NameToken[] now) => Array.Copy(was, now, was.Length);

    private static string Signature(BatchRecord[] records, MatchingVariant variant)
    {
        BatchRecord[] read = [.. records.Select(record => record with { Features = variant.Read(record.Features) })];
        var resolution = BatchResolver.Resolve(read, variant, Hasher);
        return $"{string.Join(',', resolution.CustomerOf)} {string.Join(',', resolution.ReviewPairs.Select(pair => pair.Score.Weight).Order())}";
    }
}
