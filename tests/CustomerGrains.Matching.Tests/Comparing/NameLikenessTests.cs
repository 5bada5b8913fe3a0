using CustomerGrains.Matching.Explaining;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Standardising;

namespace CustomerGrains.Matching.Tests.Comparing;

/// <summary>What counts as one name, seen from the outside: two written names in, the words of their level out.</summary>
public sealed class NameLikenessTests
{
    [Theory]
    [InlineData("Rami Makhlouf", "Ramimakhlouf", "same", "same")]
    [InlineData("Nikolai Patrushev", "Nikolai Patr ushev", "same", "same")]
    [InlineData("Lachlan John Rivers", "Lachlanjohn Rivers", "same", "same")]
    [InlineData("Keeley Jones", "Kaylee Jones", "sounds alike", "same")]
    [InlineData("Alexander Smith", "Alyaksandr Smith", "sounds alike", "same")]
    [InlineData("Miles Troxtel", "Melissa Troxtel", "different", "same")]
    [InlineData("Nils Trosterich", "Nils Troost", "same", "different")]
    [InlineData("Jean-Claude Juncker", "JC Juncker", "initial fits", "same")]
    public void Names_of_people(string one, string other, string given, string surname)
    {
        foreach (var (a, b) in new[] { (one, other), (other, one) })
        {
            var evidence = PairExplainer.Explain(Person(a), Person(b), MatchingModel.Default).Evidence;
            Assert.Equal(given, evidence.Single(part => part.Attribute == "given name").Level);
            Assert.Equal(surname, evidence.Single(part => part.Attribute == "surname").Level);
        }
    }

    [Theory]
    [InlineData("OAO Gazprom", "Open Joint Stock Company Gazprom", "same")]
    [InlineData("SRL Pro Traffic", "Societatea cu Răspundere Limitată PRO TRAFFIC", "same")]
    [InlineData("Brigade Forty-Four", "Brigade 44", "same")]
    [InlineData("First International Bank", "1st International Bank", "same")]
    [InlineData("Brigade 44", "Brigade 45", "different")]
    [InlineData("Goodwill Trading", "Good Will Trading", "same")]
    [InlineData("Cristalord", "Crystalord", "nearly the same words")]
    [InlineData("Government of Estonia", "Government of Ethiopia", "different")]
    [InlineData("LXC Aviation", "LAU Aviation", "different")]
    [InlineData("Deutsche Bank AG", "Deutsche Bank GmbH", "some rare words the same")]
    public void Names_of_organisations(string one, string other, string level)
    {
        foreach (var (a, b) in new[] { (one, other), (other, one) })
        {
            Assert.Equal(level, PairExplainer.Explain(Organisation(a), Organisation(b), MatchingModel.Default).Evidence.Single(part => part.Attribute == "organisation name").Level);
        }
    }

    private static RecordFeatures Person(string name) =>
        Standardiser.Standardise(new SourceRecord { Type = RecordType.Person, Names = [new PersonName { Full = name }] }, new SourceDefaults());

    private static RecordFeatures Organisation(string name) =>
        Standardiser.Standardise(new SourceRecord { Type = RecordType.Organisation, OrganisationNames = [new OrganisationName(name)] }, new SourceDefaults());
}
