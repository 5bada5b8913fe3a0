using CustomerGrains.Matching.Comparing;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Standardising;

namespace CustomerGrains.Matching.Tests.Comparing;

public sealed class NameComparisonTests
{
    private static readonly MatchingModel Model = MatchingModel.Default;

    [Theory]
    [InlineData("Sergei Lavrov", "SergeiLavrov")]
    [InlineData("Ramimakhlouf", "Rami Makhlouf")]
    [InlineData("Nikolai Patr ushev", "Nikolai Platonovich Patrushev")]
    [InlineData("bin Salman Mohammed", "Mohammed bin Salman")]
    [InlineData("محمد بن سلمان", "Mohammed bin Salman")]
    [InlineData("Usāma bin Muhammad ibn Awad ibn Lādin", "Osama bin Laden")]
    [InlineData("'Abd al-Aziz al-Nuristani", "Abdul Aziz Nooristani")]
    [InlineData("Boris Johnson de Pfeffel", "Alexandre Boris de Pfeffel Johnson")]
    [InlineData("Hans J Friedrich", "Hans Joachim Friedrich")]
    [InlineData("JC Juncker", "Jean-Claude Juncker")]
    public void Lines_of_one_person_outweigh_what_contradicts(string a, string b) => Assert.True(Weigh(Person(a), Person(b)) > PairComparer.ContradictedNamesMax);

    [Theory]
    [InlineData("Sergey Ivanevich Lavrov", "Sergey Viktorovich Lavrov")]
    [InlineData("Hans O Friedrich", "Hans Joachim Friedrich")]
    [InlineData("Choe Ryong-hae", "Choe Kyong-song")]
    [InlineData("Geoffrey Boris Johnson", "Alexandre Boris de Pfeffel Johnson")]
    [InlineData("Muhammad bin Salman", "Usāma bin Muhammad ibn Awad ibn Lādin")]
    [InlineData("Nils Trosterich", "Niels Oscar Troost")]
    public void A_part_that_contradicts_holds_names_down(string a, string b) => Assert.True(Weigh(Person(a), Person(b)) <= PairComparer.ContradictedNamesMax);

    [Fact]
    public void Another_middle_name_holds_down_parts_too()
    {
        var (a, b) = (Parts("Zebedee", "Octavian", "Clutterbuck"), Parts("Zebedee", "Ignatius", "Clutterbuck"));
        Assert.Equal(PairComparer.ContradictedNamesMax, Weigh(a, b));
    }

    [Theory]
    [InlineData("Good Will Company", "Goodwill Company")]
    [InlineData("OAO Gazprom", "Open Joint Stock Company Gasprom")]
    [InlineData("CRISTALORD LIMITED", "CRYSTALORD LTD")]
    [InlineData("Deutsche Bank AG", "Deutsche Bank (Schweiz) AG")]
    [InlineData("Brigade Forty-Four", "Brigade 44")]
    [InlineData("HOMS REFINERY CORPORATION", "The Homs Refinery Company")]
    [InlineData("International Business Machines", "IBM")]
    public void Names_of_one_organisation_outweigh_what_contradicts(string a, string b) => Assert.True(Weigh(Organisation(a), Organisation(b)) > PairComparer.ContradictedNamesMax);

    [Theory]
    [InlineData("Deutsche Bank AG", "Deutsche Bank GmbH")]
    [InlineData("Deutsche Bank Trust Company", "Deutsche Bank")]
    [InlineData("Government of Estonia", "Government of Ethiopia")]
    [InlineData("Brigade 44", "Brigade 45")]
    [InlineData("ANO Iskusstvo Krasoty", "Limited Liability Company Iskusstvo Krasoty")]
    [InlineData("Crystalord Systems Ltd", "Crystalord Ltd")]
    public void Another_word_or_form_makes_another_organisation(string a, string b) => Assert.True(Weigh(Organisation(a), Organisation(b)) <= PairComparer.ContradictedNamesMax);

    [Fact]
    public void Order_of_the_records_does_not_matter() => Seeded.Run(3000, random =>
    {
        // Goal: pairing words greedily must not show which record came first. Method: lines of words that are alike in many ways.
        string[] words = ["sergei", "sergey", "sergejs", "serg", "bin", "al", "assad", "alassad", "asad", "a", "s", "michelle", "michaela", "micheli", "lavrov", "sergeilavrov"];
        string Line() => string.Join(' ', Enumerable.Range(0, random.Next(1, 6)).Select(_ => words[random.Next(words.Length)]));
        var (a, b) = (Person(Line()), Person(Line()));
        Assert.Equal(PairScorer.Score(a, b, Model), PairScorer.Score(b, a, Model));
        Assert.Equal(Weigh(a, b), Weigh(b, a));
    });

    private static int Weigh(RecordFeatures a, RecordFeatures b)
    {
        Findings findings = default;
        PairComparer.Compare(a, b, Model, ref findings);
        return PairScorer.Sum(findings);
    }

    private static RecordFeatures Person(string line) => Standardise(new SourceRecord { Type = RecordType.Person, Names = [new PersonName { Full = line }] });

    private static RecordFeatures Parts(string given, string middle, string surname) =>
        Standardise(new SourceRecord { Type = RecordType.Person, Names = [new PersonName { Given = given, Middle = middle, Surname = surname }] });

    private static RecordFeatures Organisation(string name) => Standardise(new SourceRecord { Type = RecordType.Organisation, OrganisationNames = [new OrganisationName(name)] });

    private static RecordFeatures Standardise(SourceRecord record) => Standardiser.Standardise(record, new SourceDefaults());
}
