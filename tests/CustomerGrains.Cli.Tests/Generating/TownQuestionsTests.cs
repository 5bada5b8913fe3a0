using CustomerGrains.Cli.Generating;
using CustomerGrains.Server.Translation;

namespace CustomerGrains.Cli.Tests.Generating;

public sealed class TownQuestionsTests
{
    private const ulong Seed = 20260101;
    private readonly Town _town = new(2_000, Seed);

    [Fact]
    public void A_seed_asks_the_same_questions_again_and_another_seed_others()
    {
        var first = TownQuestions.Draw(_town, Seed, 80);
        Assert.Equal(first, TownQuestions.Draw(_town, Seed, 80));
        Assert.NotEqual(first, TownQuestions.Draw(_town, Seed + 1, 80));
    }

    [Fact]
    public void Every_form_is_asked_as_often_as_any_other_and_they_are_mixed()
    {
        var questions = TownQuestions.Draw(_town, Seed, 800);
        Assert.All(QuestionForm.All, form => Assert.Equal(100, questions.Count(question => question.Form == form)));
        Assert.All(questions.Chunk(200), part => Assert.Equal(QuestionForm.All.Count, part.Select(question => question.Form).Distinct().Count()));
        Assert.True(questions.Select(question => question.Resident).Distinct().Count() > 500);
    }

    [Fact]
    public void What_is_typed_is_what_a_record_of_the_person_meant_holds()
    {
        var records = _town.Records().ToLookup(record => record.Resident.Number);
        foreach (var question in TownQuestions.Draw(_town, Seed, 400).Where(question => !question.Form.Words.Contains("error", StringComparison.Ordinal)))
        {
            Assert.Contains(records[question.Resident], record =>
            {
                var held = string.Join(' ', record.Row);
                return question.Text.Split(' ').All(word => held.Contains(word, StringComparison.Ordinal));
            });
        }
    }

    [Fact]
    public void A_question_means_every_record_of_its_person_and_no_others()
    {
        var question = TownQuestions.Draw(_town, Seed, 8)[3];
        var records = _town.Records().ToArray();
        Assert.Contains(records, record => record.Resident.Number == question.Resident);
        Assert.All(records, record => Assert.Equal(record.Resident.Number == question.Resident, question.Means(RecordKeys.ToKey(record.Identity))));
    }

    [Fact]
    public void A_town_too_small_for_a_form_is_asked_the_others()
    {
        var questions = TownQuestions.Draw(new Town(1, Seed), Seed, 20);
        Assert.Equal(20, questions.Count);
        Assert.Single(questions.Select(question => question.Resident).Distinct());
    }
}
