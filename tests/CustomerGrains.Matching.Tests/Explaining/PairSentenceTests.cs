using CustomerGrains.Matching.Explaining;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Standardising;

namespace CustomerGrains.Matching.Tests.Explaining;

/// <summary>The sentence, as front-line staff read it of two records that are apart. A record is written as "name|birth date|gender|phone|identifiers|house number and street,city,postcode".</summary>
public sealed class PairSentenceTests
{
    [Theory]
    [InlineData("Olivia Jones|1970-03-14||||", "Olivia Jones|1970-03-14||||", "Same name and date of birth.")]
    [InlineData("Olivia Jones|1970-03-14|||nino MY740841B|", "Olivia Okonkwo|1970-03-14|||nino MY740841B|",
        "Same given name, date of birth and National Insurance number; surname differs, which fits a marriage.")]
    [InlineData("Olivia Jones|1970-03-14||||", "Olivia Okonkwo|1970-03-14||||",
        "Same given name and date of birth; surname differs, which may be a marriage; too little else agrees, so it waits for a person.")]
    [InlineData("Olivia Jones|2010-03-14||||", "Robert Jones|2010-03-14||||",
        "Same surname and date of birth; given name differs; they may be twins; only an identifier could tell, so it waits for a person.")]
    [InlineData("Olivia Jones|1970-03-14||07700900123||12 High Street", "Robert Jones|1970-03-14||07700900123||12 High Street",
        "Same surname, date of birth, address and phone number; given name differs; at that age one person of two names is likelier than twins.")]
    [InlineData("Olivia Jones|2010-03-14||07700900123||12 High Street", "Robert Jones|2010-03-14||07700900123||12 High Street",
        "Same surname, date of birth, address and phone number; given name differs; they may be twins; only an identifier could tell, so it waits for a person.")]
    [InlineData("Zbigniew Trzebiatowski|||||", "Zbigniew Trzebiatowski|||||",
        "Same name; there is nothing beside the names, so it waits for a person.")]
    [InlineData("Zbigniew Trzebiatowski|||||", "Zbigniew Trzebiatowski|1970-03-14||||",
        "Same name; no date of birth on one side, so it waits for a person.")]
    [InlineData("Robert Jones Sr|||||12 High Street", "Robert Jones Jr|||||12 High Street",
        "Same name and address; one is senior and the other junior, so they are likely parent and child.")]
    [InlineData("Robert Jones|1950-02-02|male|||12 High Street", "Robert Jones|1979-08-30|male|||12 High Street",
        "Same name and address; date of birth differs; they may be father and son.")]
    [InlineData("Olivia Jones|1950-02-02|female|||12 High Street", "Olivia Jones|1979-08-30|female|||12 High Street",
        "Same name and address; date of birth differs; they may be mother and daughter.")]
    [InlineData("Olivia Jones|1950-02-02||||12 High Street", "Olivia Jones|1954-08-30||||12 High Street",
        "Same name and address; date of birth differs; they may be relatives of one name.")]
    [InlineData("Olivia Jones|||07700900123||12 High Street", "Robert Jones|||07700900123||12 High Street",
        "Same surname, address and phone number; given name differs; they may be two people of one household.")]
    [InlineData("|||07700900123||", "|||07700900123||",
        "Same phone number; one value alone is not enough, so it is not acted on.")]
    [InlineData("Trzebiatowski Zbigniew|1970-03-14||||", "Zbigniew Trzebiatowski|1970-03-14||||",
        "Same name and date of birth; given name and surname are swapped.")]
    [InlineData("Bob Jones|1970-03-14||||", "Robert Jones|1970-03-14||||",
        "Same surname and date of birth; the given names are forms of one name.")]
    [InlineData("Robert Jones|1970-03-04||||", "Robert Jones|1970-04-03||||",
        "Same name; day and month of birth are swapped.")]
    [InlineData("Robert Jones|1970-03-14|||nhs 9434765919|", "Robert Jones|1970-03-14|||nhs 9434765870|",
        "Same name and date of birth; NHS number differs; one customer cannot have both numbers.")]
    [InlineData("Robert Jones|1970-03-14|||nino MY740841B|", "Robert Jones|1970-03-14|||nino MY740814B|",
        "Same name and date of birth; the National Insurance numbers are one digit apart.")]
    [InlineData("Olivia Jones|1970-03-14|||nino MY740841B|", "Robert Jones|1970-03-14|||nino JK777777A|",
        "Same surname and date of birth; given name and National Insurance number differ; one customer cannot have both numbers.")]
    [InlineData("Zbigniew Trzebiatowski|||||12 High Street", "Zbigniew Trzebiatowski|||||12 High Street", "Same name and address.")]
    [InlineData("Olivia Jones|1970-03-14||||12 High Street", "Olivia Jones|1970-03-14||||7 Mill Lane",
        "Same name and date of birth; the postcode is the same.")]
    [InlineData("Olivia Jones|1970-03-14||||12 High Street", "Olivia Jones|1970-03-14||||7 Mill Lane,Aberdeen,AB1 1AA",
        "Same name and date of birth; address differs, which fits a move.")]
    [InlineData("Olivia Jones|1970-03-14||||12 High Street", "Olivia Okonkwo|1970-03-14||||7 Mill Lane,Aberdeen,AB1 1AA",
        "Same given name and date of birth; surname and address differ, which may be a marriage; too little else agrees, so it waits for a person.")]
    [InlineData("Olivia Jones|1970-03-14|||nino MY740841B|12 High Street", "Olivia Okonkwo|1970-03-14|||nino MY740841B|7 Mill Lane,Aberdeen,AB1 1AA",
        "Same given name, date of birth and National Insurance number; surname and address differ, which fits a marriage.")]
    [InlineData("Catherine Fairman|1970-03-14||||", "Catherine Fiarman|1970-03-14||||",
        "Same given name and date of birth; the surnames sound alike.")]
    [InlineData("Catherine Fairman|1970-03-14||||", "Cathreine Fairman|1970-03-14||||",
        "Same surname and date of birth; the given names sound alike.")]
    [InlineData("Catherine Fairman|1970-03-14||||", "Catherine Fairman|1970-03-19||||",
        "Same name; the date of birth looks like a slip of one digit.")]
    [InlineData("Catherine Fairman|||||12 High Street", "Catherine Fairman|1970-03-14||||",
        "Same name; no date of birth on one side, and no address to compare, so it waits for a person.")]
    [InlineData("Catherine Fairman|||||12 High Street", "Catherine Fairman|||||",
        "Same name; no address on one side, so it waits for a person.")]
    [InlineData("Robert Jones|||||12 High Street", "Robert Jones|1970-03-14||||12 High Street",
        "Same name and address.")]
    [InlineData("Robert Jones|||||12 High Street", "Robert Jones|||||12 High Street",
        "Same name and address.")]
    [InlineData("Robert Jones|1970-03-14||||", "Robert Jones|1970-03-19||||",
        "Same name; the date of birth looks like a slip of one digit.")]
    [InlineData("R Jones|1970-03-14||||12 High Street", "Robert Jones|1970-03-14||||12 High Street",
        "Same surname, date of birth and address; the initial fits the given name.")]
    [InlineData("Robert Jones|1970||||12 High Street", "Robert Jones|1970-03-14||||12 High Street",
        "Same name and address; the date of birth agrees as far as it is known.")]
    [InlineData("Olivia Jones|1970-03-14|||nhs 9434765919|", "Olivia Jones||||nhs 9434765919|",
        "Same name and NHS number.")]
    [InlineData("Baby Jones|2024-03-14||||12 High Street", "Baby Jones|2024-03-14||||12 High Street",
        "Same surname, date of birth and address; neither given name is known; without a given name only a number or an e-mail address of the person could tell, so it waits for a person.")]
    [InlineData("Trzebiatowski Zbigniew|||||", "Zbigniew Trzebiatowski|||||",
        "Same name; given name and surname are swapped; there is nothing beside the names, so it waits for a person.")]
    [InlineData("Olivia Jones|1970-03-14||07700900123||", "Olivia Jones|1970-03-14||07700900132||",
        "Same name and date of birth; the phone numbers are one digit apart.")]
    [InlineData("Olivia Jones|1950-02-02|female|||12 High Street", "Robert Jones|1979-08-30|male|||12 High Street",
        "Same surname and address; given name, date of birth and gender differ; they may be two people of one household.")]
    [InlineData("Robert Whitbread|1970-03-14||||", "Robert Whytbraed|1970-03-14||||",
        "Same given name and date of birth; the surnames sound alike.")]
    [InlineData("Robert Graham|1970-03-14||||", "Robert Gzaham|1970-03-14||||",
        "Same given name and date of birth; the surnames differ as by a typing slip.")]
    [InlineData("Olivia Jones|1970-03-14||||12 High Street", "Olivia Jones|1970-03-14||||7 Mill Lane,Thornminster,TM1 1ZJ",
        "Same name and date of birth; the address is another in the same area, which fits a move.")]
    [InlineData("Smith David|||07700900123||12 High Street", "Joan Smith|||07700900123||12 High Street",
        "Same address and phone number; the given name of one is like the surname of the other, and their other names differ; relatives or namesakes share that much, so it is not acted on.")]
    [InlineData("Graham Clifgrave|1999-11-25||||", "Gzaham Clifgrave|1999-11-25||||",
        "Same surname and date of birth; the given names differ as by a typing slip.")]
    [InlineData("|||||", "Robert Jones|1970-03-14||||", "Nothing that can be compared.")]
    public void The_sentence_reads_like_a_person_wrote_it(string first, string second, string sentence)
    {
        var (a, b) = (Read(first), Read(second));
        Assert.Equal(sentence, Sentence(a, b));
        Assert.Equal(sentence, Sentence(b, a));
    }

    private static string Sentence(RecordFeatures a, RecordFeatures b)
    {
        var explanation = PairExplainer.Explain(a, b, MatchingModel.Default);
        return explanation.Score.Weight >= MatchingModel.Default.LinkThreshold ? explanation.Summary : explanation.SummaryApart(explanation.Score.Weight >= MatchingModel.Default.ReviewThreshold);
    }

    private static RecordFeatures Read(string written)
    {
        var parts = written.Split('|');
        var name = parts[0].Split(' ');
        return Standardiser.Standardise(
            new SourceRecord
            {
                Type = RecordType.Person,
                Names = parts[0].Length == 0 ? [] : [new PersonName { Given = name[0], Surname = name[1], Suffix = name.Length > 2 ? name[2] : null }],
                BirthDates = parts[1].Length == 0 ? [] : [parts[1]],
                Gender = parts[2].Length == 0 ? null : parts[2],
                Phones = parts[3].Length == 0 ? [] : [new Phone(parts[3])],
                Identifiers = parts[4].Length == 0 ? [] : [new Identifier { Type = parts[4].Split(' ')[0], Value = parts[4].Split(' ')[1] }],
                Addresses = parts[5].Length == 0 ? [] : [ReadAddress(parts[5].Split(','))],
            },
            new SourceDefaults { Region = "GB" });
    }

    private static Address ReadAddress(string[] lines) => new()
    {
        HouseNumber = lines[0].Split(' ', 2)[0],
        Street = lines[0].Split(' ', 2)[1],
        City = lines.Length > 1 ? lines[1] : "Thornminster",
        Postcode = lines.Length > 2 ? lines[2] : "TM1 2EQ",
    };
}
