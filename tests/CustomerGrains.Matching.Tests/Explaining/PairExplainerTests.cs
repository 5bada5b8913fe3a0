using CustomerGrains.Matching.Explaining;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Tests.Scoring;

namespace CustomerGrains.Matching.Tests.Explaining;

public sealed class PairExplainerTests
{
    [Fact]
    public void Evidence_adds_up_to_the_score_that_the_scorer_gives() => Seeded.Run(2000, random =>
    {
        var records = new RandomRecords(random);
        var (a, b) = (records.Next(), records.Next());
        var explanation = PairExplainer.Explain(a, b, MatchingModel.Default);
        Assert.Equal(PairScorer.Score(a, b, MatchingModel.Default), explanation.Score);
        Assert.Equal(explanation.Score.Weight, explanation.Evidence.Sum(evidence => evidence.Weight));
        Assert.EndsWith(".", explanation.Summary, StringComparison.Ordinal);
    });

    [Fact]
    public void Both_directions_tell_the_same_story() => Seeded.Run(1000, random =>
    {
        var records = new RandomRecords(random);
        var (a, b) = (records.Next(), records.Next());
        var (there, back) = (PairExplainer.Explain(a, b, MatchingModel.Default), PairExplainer.Explain(b, a, MatchingModel.Default));
        Assert.Equal(there.Summary, back.Summary);
        Assert.Equal(there.Evidence.Select(evidence => (evidence.Attribute, evidence.Level, evidence.Weight)), back.Evidence.Select(evidence => (evidence.Attribute, evidence.Level, evidence.Weight)));
    });
}
