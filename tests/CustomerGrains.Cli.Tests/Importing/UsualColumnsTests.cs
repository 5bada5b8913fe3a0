using CustomerGrains.Cli.Importing;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cli.Tests.Importing;

public sealed class UsualColumnsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Usual_names_are_recognised_in_any_spelling()
    {
        var record = Read("Record ID,First Name,middleInitial,LAST_NAME,DateOfBirth,Post Code,E-mail,Home Phone,NI Number,Sex\n1,Ann,B,Lee,1970-01-02,AB1 2CD,a@b.example,01632 960001,QQ123456C,F\n");
        Assert.Equal(new PersonName { Given = "Ann", Middle = "B", Surname = "Lee" }, Assert.Single(record.Names));
        Expect.Sequence(["1970-01-02"], record.BirthDates);
        Assert.Equal("AB1 2CD", Assert.Single(record.Addresses).Postcode);
        Expect.Sequence(["a@b.example"], record.Emails);
        Assert.Equal(new Phone("01632 960001", "home"), Assert.Single(record.Phones));
        Assert.Equal("nino", Assert.Single(record.Identifiers).Type);
        Assert.Equal("F", record.Gender);
        Assert.Empty(record.Other);
    }

    [Fact]
    public void A_street_number_makes_the_first_address_line_the_street()
    {
        var address = Assert.Single(Read("id,surname,street_number,address_1,address_2,suburb,state\n1,Lee,48,newbery crescent,darjeeling,grass valley,nsw\n").Addresses);
        Assert.Equal(("48", "newbery crescent", "grass valley", "nsw"), (address.HouseNumber, address.Street, address.City, address.State));
        Expect.Sequence(["darjeeling"], address.Lines);
    }

    [Fact]
    public void A_maiden_name_takes_the_given_names_along_and_an_empty_one_adds_nothing()
    {
        const string Heading = "ID,FIRST,LAST,SUFFIX,MAIDEN\n";
        Expect.Sequence(
            [new PersonName { Given = "Linda", Surname = "Nash", Suffix = "Sr" }, new PersonName { Type = NameType.Former, Given = "Linda", Surname = "Gutierrez" }],
            Read(Heading + "1,Linda,Nash,Sr,Gutierrez\n").Names);
        Assert.Single(Read(Heading + "1,Linda,Nash,Sr,\n").Names);
    }

    [Fact]
    public void Unknown_columns_are_kept_and_race_and_ethnicity_are_never_matched()
    {
        var record = Read("id,surname,RACE,ETHNICITY,favourite colour\n1,Lee,Asian,Hispanic,green\n");
        Expect.Sequence([new("RACE", "Asian"), new("ETHNICITY", "Hispanic"), new KeyValuePair<string, string>("favourite colour", "green")], record.Other);
        Assert.Empty(record.Traits);
    }

    [Fact]
    public void How_the_columns_are_read_can_be_shown()
    {
        using var file = Open("source,record_id,given_name,ssn,RACE\n");
        Expect.Sequence(
            [("record_id", "record id"), ("source", "source"), ("given_name", "name: given"), ("ssn", "ssn identifier")],
            file.Reading!.Lines);
        Expect.Sequence(["RACE"], file.Reading.Kept);
    }

    [Fact]
    public void The_source_column_is_brought_into_the_form_of_a_source_name()
    {
        using var file = RecordFile.Open(_folder.Write("a.csv", "source,id,name\nCouncil Tax,1,Ann Lee\n???,2,Bo\n"), new ReadOptions());
        var records = file.Records().ToArray();
        Assert.Equal("council-tax", records[0].Identity.Source);
        Assert.Equal("'???' cannot be the name of a source", records[1].Reason);
    }

    private SourceRecord Read(string text)
    {
        using var file = Open(text);
        return Assert.Single(file.Records()).Record!;
    }

    private RecordFile Open(string text) => RecordFile.Open(_folder.Write("a.csv", text), new ReadOptions { Source = "s" });
}
