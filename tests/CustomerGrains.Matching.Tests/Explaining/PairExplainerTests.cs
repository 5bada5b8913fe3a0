using CustomerGrains.Matching.Explaining;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
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

    [Fact]
    public void The_summary_is_a_plain_sentence()
    {
        var before = Person("olivia", "jones", "AB123456C");
        Assert.Equal("Same given name, birth date and National Insurance number; surname differs, and a change of surname fits a marriage.",
            PairExplainer.Explain(before, Person("olivia", "okonkwo", "AB123456C"), MatchingModel.Default).Summary);
        Assert.Equal("Same surname and birth date; given name and National Insurance number differ; they may be twins.",
            PairExplainer.Explain(before, Person("robert", "jones", "JK777777A"), MatchingModel.Default).Summary);
        Assert.Equal("Nothing that can be compared.", PairExplainer.Explain(new() { Type = RecordType.Person }, before, MatchingModel.Default).Summary);
    }

    private static RecordFeatures Person(string given, string surname, string number) => new()
    {
        Type = RecordType.Person,
        Names = [RandomRecords.Name(given, surname)],
        BirthDates = [new DateFeature(1970, 3, 14)],
        Identifiers = [new IdentifierFeature { Kind = "nino", Value = number }],
    };
}
