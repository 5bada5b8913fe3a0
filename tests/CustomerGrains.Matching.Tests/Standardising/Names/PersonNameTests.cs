using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising;
using CustomerGrains.Matching.Standardising.Names;

namespace CustomerGrains.Matching.Tests.Standardising.Names;

public sealed class PersonNameTests
{
    [Theory]
    [InlineData("Robert Smith", "robert | smith")]
    [InlineData("SMITH, John Paul", "john paul | smith")]
    [InlineData("SMITH John", "john | smith")]
    [InlineData("Dr. John A. Smith III PhD", "john a | smith | 3")]
    [InlineData("Smith, John, Jr", "john | smith | 2")]
    [InlineData("John Smith, Sr.", "john | smith | 1")]
    [InlineData("John Smith, PhD", "john | smith")]
    [InlineData("Sr. Juan Lopez", "juan | lopez")]
    [InlineData("Mr and Mrs J Smith", "j | smith")]
    [InlineData("Mrs. Mary-Ann O'Brien", "mary ann | obrien")]
    [InlineData("Vincent van Gogh", "vincent | vangogh")]
    [InlineData("Ludwig von der Heide", "ludwig | vonderheide")]
    [InlineData("Berg, Anna van der", "anna | vanderberg")]
    [InlineData("Maria del Carmen Ruiz", "maria delcarmen | ruiz")]
    [InlineData("Abdul Rahman al-Rashid", "abdul rahman | alrashid")]
    [InlineData("Isa bin Tarif", "isa | bintarif")]
    [InlineData("Jill St. John", "jill | stjohn")]
    [InlineData("Patrick Mc Donald", "patrick | mcdonald")]
    [InlineData("Anna Smith-Jones", "anna | smith jones")]
    [InlineData("J.R.R. Tolkien", "j r r | tolkien")]
    [InlineData("Madonna", " | madonna")]
    [InlineData("SergeiLavrov", "sergei | lavrov")]
    [InlineData("McDonald", " | mcdonald")]
    [InlineData("MacArthur", " | macarthur")]
    [InlineData("JC Juncker", "j c | juncker")]
    [InlineData("NG Mei", "mei | ng")]
    [InlineData("President Erdoğan", " | erdogan")]
    [InlineData("José Müller-Øster", "jose | muller oster")]
    [InlineData("Jose\u0301 Mu\u0308ller", "jose | muller")]
    [InlineData("ＪＯＨＮ　ＳＭＩＴＨ", "john | smith")]
    [InlineData("\u202Bمحمد\u202C علي", "mhmd | ly")]
    [InlineData("Владимир Путин", "vladimir | putin")]
    [InlineData("王杰", "jie | wang")]
    [InlineData("欧阳娜娜", "nana | ouyang")]
    [InlineData("김철수", "cheolsu | gim")]
    [InlineData("DeVito", " | devito")]
    [InlineData("Md Rahman", "md | rahman")]
    [InlineData("Baby Boy Smith", " | smith")]
    [InlineData("Unknown Smith", " | smith")]
    [InlineData("John Smith\0\u0007", "john | smith")]
    public void One_line_is_read(string full, string expected) => Assert.Equal(expected, Show(Assert.Single(Read(new PersonName { Full = full }))));

    [Theory]
    [InlineData("Robert (Bob) Smith", "Primary robert | smith; Alias bob | smith")]
    [InlineData("William \"Bill\" Gates", "Primary william | gates; Alias bill | gates")]
    [InlineData("Mary Smith née Jones", "Primary mary | smith; Former mary | jones")]
    [InlineData("Mary Smith (formerly Jones)", "Primary mary | smith; Former mary | jones")]
    [InlineData("John Smith aka Jack Black", "Primary john | smith; Alias jack | black")]
    public void Names_beside_a_name_are_names_too(string full, string expected) =>
        Assert.Equal(expected, string.Join("; ", Read(new PersonName { Full = full }).Select(name => $"{name.Type} {Show(name)}")));

    [Theory]
    [InlineData("Robert", "James", "Smith", "robert james | smith", 1)]
    [InlineData("Mary Ann", null, "Smith", "mary ann | smith", 2)]
    [InlineData("Mr Robert", null, "Smith Jr", "robert | smith | 2", 1)]
    [InlineData("Robert", "E", "Smith III", "robert e | smith | 3", 1)]
    [InlineData("Conor", null, "O Brien", "conor | obrien", 1)]
    [InlineData("Pia", null, "de la Cruz y Vega", "pia | delacruz vega", 1)]
    [InlineData("Unknown", null, "Smith", " | smith", 0)]
    [InlineData("N/A", null, "N/A Smith", " | n a smith", 0)]
    [InlineData("Baby", "Girl", "Smith", "girl | smith", 0)]
    [InlineData("Jo", null, "van", "jo | van", 1)]
    [InlineData("J0hn", null, "Sm1th", "jhn | smth", 1)]
    public void Parts_are_read(string? given, string? middle, string? surname, string expected, int firstCount)
    {
        var name = Assert.Single(Read(new PersonName { Given = given, Middle = middle, Surname = surname }));
        Assert.Equal(expected, Show(name));
        Assert.Equal(firstCount, name.FirstCount);
        Assert.False(name.OrderGuessed);
    }

    [Fact]
    public void Parts_win_over_the_whole() =>
        Assert.Equal("jo | bloggs", Show(Assert.Single(Read(new PersonName { Full = "Other Name", Given = "Jo", Surname = "Bloggs" }))));

    [Theory]
    [InlineData("unknown")]
    [InlineData("Mr Unknown")]
    [InlineData("N/A")]
    [InlineData("Dr.")]
    [InlineData("XXXX")]
    [InlineData("test test")]
    [InlineData("12345")]
    [InlineData("  ")]
    [InlineData("Deceased")]
    public void Placeholders_are_no_name(string full) => Assert.Empty(Read(new PersonName { Full = full }));

    [Fact]
    public void A_guessed_order_is_said()
    {
        Assert.True(Assert.Single(Read(new PersonName { Full = "Wang Jie" })).OrderGuessed);
        Assert.False(Assert.Single(Read(new PersonName { Full = "Wang, Jie" })).OrderGuessed);
    }

    [Theory]
    [InlineData("Jr", 2)]
    [InlineData("Senior", 1)]
    [InlineData("V", 5)]
    [InlineData("PhD", 0)]
    public void A_suffix_may_say_the_generation(string suffix, int generation) =>
        Assert.Equal(generation, Assert.Single(Read(new PersonName { Given = "A", Surname = "Smith", Suffix = suffix })).Generation);

    [Theory]
    [InlineData("robert", "bob")]
    [InlineData("elizabeth", "betty")]
    [InlineData("margaret", "peggy")]
    [InlineData("william", "liam")]
    [InlineData("francisco", "paco")]
    [InlineData("giuseppe", "beppe")]
    [InlineData("johannes", "hans")]
    [InlineData("aleksandr", "sasha")]
    [InlineData("mohammed", "muhammad")]
    [InlineData("venkatesh", "venkat")]
    public void Nicknames_share_a_group(string name, string nickname) =>
        Assert.NotEmpty(Nicknames.GroupsOf(name).Intersect(Nicknames.GroupsOf(nickname)));

    [Theory]
    [InlineData("robert", "william")]
    [InlineData("mary", "susan")]
    [InlineData("bob", "bill")]
    public void Different_names_share_none(string name, string other) =>
        Assert.Empty(Nicknames.GroupsOf(name).Intersect(Nicknames.GroupsOf(other)));

    [Fact]
    public void The_table_of_nicknames_is_large_sorted_and_folded()
    {
        Assert.True(Nicknames.GroupCount > 1000 && Nicknames.NameCount > 3000, $"{Nicknames.GroupCount} groups of {Nicknames.NameCount} names");
        Assert.Equal(Nicknames.GroupsOf("bob").Order(), Nicknames.GroupsOf("bob"));
        Assert.Empty(Nicknames.GroupsOf("zzyzx"));
    }

    private static NameFeature[] Read(PersonName name) => Standardiser.Standardise(new SourceRecord { Names = [name] }, new SourceDefaults()).Names;

    private static string Show(NameFeature name) =>
        string.Join(' ', name.Given.Select(token => token.Text)) + " | " + string.Join(' ', name.Surname.Select(token => token.Text))
        + (name.Generation == 0 ? "" : $" | {name.Generation}");
}
