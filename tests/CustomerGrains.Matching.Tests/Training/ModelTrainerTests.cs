using System.Text;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Comparing;
using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Training;

namespace CustomerGrains.Matching.Tests.Training;

public sealed class ModelTrainerTests
{
    private static readonly KeyHasher Hasher = new(new byte[KeyHasher.SecretLength]);

    [Fact]
    public void The_same_records_and_seed_give_the_same_model_in_any_order() => Seeded.Run(2, random =>
    {
        var (records, _) = new MadeUpPeople(random).Make(300);
        var options = new TrainingOptions { Seed = 7, RandomPairs = 20_000 };
        var first = ModelTrainer.Train(records, [], options).Model;
        random.Shuffle(records);
        var second = ModelTrainer.Train(records, [], options).Model;
        Assert.Equal(Encoding.UTF8.GetString(first.ToJson()), Encoding.UTF8.GetString(second.ToJson()));
        Assert.NotEqual(first.Version, ModelTrainer.Train(records[1..], [], options).Model.Version);
    });

    [Fact]
    public void A_trained_model_finds_more_of_noisy_records_and_nothing_wrong() => Seeded.Run(3, random =>
    {
        var (records, personOf) = new MadeUpPeople(random) { Errors = 0.15, Alone = true }.Make(800);
        var trained = ModelTrainer.Train(records, [], new TrainingOptions());
        var (before, after) = (Measure(records, personOf, MatchingModel.Default), Measure(records, personOf, trained.Model));
        Assert.True(after.Pairs.F1 > before.Pairs.F1 + 0.02, $"{before.Pairs.F1:F4} to {after.Pairs.F1:F4}");
        Assert.True(after.Pairs.Precision >= 0.995, $"{after.Pairs.Precision:F4}");
        Assert.True(trained.Settled);
    });

    [Fact]
    public void Relatives_are_told_from_errors_without_labels()
    {
        var (apart, _) = new MadeUpPeople(new Random(1)) { Alone = true, Errors = 0.15 }.Make(600);
        var alone = ModelTrainer.Train(apart, [], new TrainingOptions());
        Assert.True(alone.Model.WeightOf(ComparisonLevel.HouseholdGivenName) > 0, string.Join("; ", alone.Households));
        var (households, _) = new MadeUpPeople(new Random(1)) { Errors = 0.02 }.Make(600);
        var together = ModelTrainer.Train(households, [], new TrainingOptions());
        Assert.Equal(MatchingModel.Default.WeightOf(ComparisonLevel.HouseholdGivenName), together.Model.WeightOf(ComparisonLevel.HouseholdGivenName));
        Assert.Contains(together.Households, household => household is { AreRelatives: true, Pairs: > 100 });
    }

    [Fact]
    public void Sources_that_hold_nobody_twice_are_found_and_others_are_not()
    {
        var (clean, _) = new MadeUpPeople(new Random(2)) { OneToOne = true }.Make(900);
        var result = ModelTrainer.Train(clean, [], new TrainingOptions());
        Assert.Equal(["s0", "s1", "s2"], result.Model.OneToOne.Sources);
        Assert.All(result.Sources, source => Assert.True(source.HoldsNobodyTwice));
        var (mixed, _) = new MadeUpPeople(new Random(2)).Make(900);
        Assert.Empty(ModelTrainer.Train(mixed, [], new TrainingOptions()).Model.OneToOne.Sources);
    }

    [Fact]
    public void The_model_file_round_trips_with_where_it_comes_from()
    {
        var (records, _) = new MadeUpPeople(new Random(3)).Make(200);
        var model = ModelTrainer.Train(records, [], new TrainingOptions { Seed = 11 }).Model;
        var read = MatchingModel.Parse(model.ToJson());
        Assert.Equal(model.ToJson(), read.ToJson());
        Assert.Equal(model.Version, read.Version);
        Assert.Matches("^trained-[0-9a-f]{16}", read.Version);
        Assert.Equal((records.Length, 11UL), (read.Training!.Records, read.Training.Seed));
        Assert.Equal(model.Training!.Levels, read.Training.Levels);
        Assert.InRange(read.Training.Levels[ComparisonLevel.BirthDateExact].M, 0.7, 1);
        Assert.InRange(read.Training.Levels[ComparisonLevel.BirthDateExact].U, 0, 0.001);
        Assert.Null(MatchingModel.Default.Training);
    }

    [Theory]
    [InlineData("\"m\": ", "\"m\": 7", "\"training.levels.given.exact.m\" must be a number from 0 to 1.")]
    [InlineData("\"customers\": ", "\"customers\": -1", "\"training.customers\" must be a whole number that is not negative.")]
    [InlineData("\"evenWeight\": ", "\"evenWeight\": 1.5", "\"training.evenWeight\" must be a whole number of hundredths of a bit.")]
    public void A_damaged_training_section_is_named(string member, string damaged, string complaint)
    {
        var (records, _) = new MadeUpPeople(new Random(3)).Make(100);
        var text = Encoding.UTF8.GetString(ModelTrainer.Train(records, [], new TrainingOptions()).Model.ToJson());
        var at = text.IndexOf(member, text.IndexOf("\"training\"", StringComparison.Ordinal), StringComparison.Ordinal);
        var end = text.IndexOfAny([',', '\n'], at);
        var fault = Assert.Throws<InvalidDataException>(() => MatchingModel.Parse(Encoding.UTF8.GetBytes(text[..at] + damaged + text[end..])));
        Assert.Equal(complaint, fault.Message);
    }

    [Fact]
    public void Too_little_to_learn_from_is_said()
    {
        var (records, _) = new MadeUpPeople(new Random(4)).Make(10);
        Assert.Contains("too few", Assert.Throws<TrainingException>(() => ModelTrainer.Train(records[..10], [], new TrainingOptions())).Message, StringComparison.Ordinal);
        BatchRecord[] strangers = [.. Enumerable.Range(0, 60).Select(i => new BatchRecord(new RecordIdentity("s", $"{i}"), new() { Type = RecordType.Person }))];
        Assert.Contains("No two records share a blocking key", Assert.Throws<TrainingException>(() => ModelTrainer.Train(strangers, [], new TrainingOptions())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decisions_near_the_threshold_move_it()
    {
        var (records, personOf) = new MadeUpPeople(new Random(5)) { Errors = 0.15 }.Make(400);
        var plain = ModelTrainer.Train(records, [], new TrainingOptions());
        BatchAssertion[] Decide(bool same) => [.. plain.Nearest.Take(10).Select(pair => new BatchAssertion(pair.A, pair.B, same))];
        var stricter = ModelTrainer.Train(records, Decide(same: false), new TrainingOptions());
        var laxer = ModelTrainer.Train(records, Decide(same: true), new TrainingOptions());
        Assert.Equal((10, 10), (stricter.Decisions, laxer.Decisions));
        Assert.True(stricter.EvenWeight > plain.EvenWeight && plain.EvenWeight > laxer.EvenWeight, $"{stricter.EvenWeight} {plain.EvenWeight} {laxer.EvenWeight}");
        Assert.Equal(records.Length, personOf.Length);
    }

    [Fact]
    public void Progress_rises_and_cancelling_stops()
    {
        var (records, _) = new MadeUpPeople(new Random(6)).Make(100);
        var steps = new List<TrainingProgress>();
        ModelTrainer.Train(records, [], new TrainingOptions(), steps.Add);
        Assert.Equal(steps.Select(step => step.Done).Order(), steps.Select(step => step.Done));
        Assert.All(steps, step => Assert.InRange(step.Done, 0, 1));
        using var cancelled = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => ModelTrainer.Train(records, [], new TrainingOptions(), _ => cancelled.Cancel(), cancelled.Token));
    }

    private static ClusterMetrics Measure(BatchRecord[] records, int[] personOf, MatchingModel model) =>
        ClusterMetrics.Compute(BatchResolver.Resolve(records, [], model, Hasher).CustomerOf, personOf);
}
