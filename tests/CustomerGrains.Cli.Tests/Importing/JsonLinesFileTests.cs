using System.Text;
using CustomerGrains.Cli.Importing;
using CustomerGrains.Cli.Importing.Mapping;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cli.Tests.Importing;

public sealed class JsonLinesFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"DATA_SOURCE":"CRM EU","RECORD_ID":"7","FEATURES":[{"RECORD_TYPE":"PERSON"},{"NAME_TYPE":"PRIMARY","NAME_LAST":"Lee","NAME_FIRST":"Ann"},{"NAME_TYPE":"MAIDEN","NAME_FULL":"Ann Fox"},{"ADDR_TYPE":"HOME","ADDR_LINE1":"1 High St","ADDR_CITY":"Town","ADDR_POSTAL_CODE":"12345"},{"ADDR_FULL":"2 Low St"},{"PHONE_TYPE":"MOBILE","PHONE_NUMBER":"555"},{"DATE_OF_BIRTH":"1/2/1970"},{"EMAIL_ADDRESS":"a@b.example"},{"PASSPORT_NUMBER":"P1","PASSPORT_COUNTRY":"FR"},{"DRIVERS_LICENSE_NUMBER":"D1","DRIVERS_LICENSE_STATE":"NV"},{"SSN_NUMBER":"S1"},{"EMPLOYER":"ACME"},{"REL_POINTER_DOMAIN":"X","REL_POINTER_KEY":"9"}],"AMOUNT":100,"STATUS":"Active"}""")]
    [InlineData("""{"DATA_SOURCE":"CRM EU","RECORD_ID":7,"RECORD_TYPE":"PERSON","PRIMARY_NAME_LAST":"Lee","PRIMARY_NAME_FIRST":"Ann","MAIDEN_NAME_FULL":"Ann Fox","HOME_ADDR_LINE1":"1 High St","HOME_ADDR_CITY":"Town","HOME_ADDR_POSTAL_CODE":"12345","ADDR_FULL":"2 Low St","MOBILE_PHONE_NUMBER":"555","DATE_OF_BIRTH":"1/2/1970","EMAIL_ADDRESS":"a@b.example","PASSPORT_NUMBER":"P1","PASSPORT_COUNTRY":"FR","DRIVERS_LICENSE_NUMBER":"D1","DRIVERS_LICENSE_STATE":"NV","SSN_NUMBER":"S1","EMPLOYER":"ACME","REL_POINTER_DOMAIN":"X","REL_POINTER_KEY":"9","AMOUNT":100,"STATUS":"Active"}""")]
    public void Both_senzing_forms_say_the_same(string line)
    {
        var read = Assert.Single(Read(line));
        Assert.Null(read.Reason);
        Assert.Equal("crm-eu:7", read.Identity.ToString());
        var record = read.Record!;
        Assert.Equal(RecordType.Person, record.Type);
        Expect.Sequence([new PersonName { Given = "Ann", Surname = "Lee" }, new PersonName { Type = NameType.Former, Full = "Ann Fox" }], record.Names);
        Expect.Sequence(["home 1 High St Town 12345", " 2 Low St  "], record.Addresses.Select(a => $"{a.Type} {string.Join('|', a.Lines)} {a.City} {a.Postcode}"));
        Expect.Sequence([new Phone("555", "mobile")], record.Phones);
        Expect.Sequence(["1/2/1970"], record.BirthDates);
        Expect.Sequence(["a@b.example"], record.Emails);
        Expect.Sequence(["ACME"], record.Employers);
        Expect.Sequence(
            [new Identifier { Type = "passport", Value = "P1", Issuer = "FR" }, new Identifier { Type = "driving_licence", Value = "D1", Issuer = "NV" }, new Identifier { Type = "ssn", Value = "S1" }],
            record.Identifiers);
        Expect.Sequence(
            ["AMOUNT=100", "REL_POINTER_DOMAIN=X", "REL_POINTER_KEY=9", "STATUS=Active"],
            record.Other.Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Organisations_and_their_numbers_are_read()
    {
        var record = Assert.Single(Read("""{"DATA_SOURCE":"REF","RECORD_ID":"1","FEATURES":[{"RECORD_TYPE":"ORGANIZATION"},{"NAME_ORG":"Acme Ltd"},{"NAME_TYPE":"DBA","NAME_ORG":"Acme"},{"TAX_ID_NUMBER":"DE1","TAX_ID_TYPE":"VAT","TAX_ID_COUNTRY":"DE"},{"NATIONAL_ID_NUMBER":"N1","NATIONAL_ID_COUNTRY":"SG"},{"LEI_NUMBER":"L1"},{"TRUSTED_ID_TYPE":"GOLD","TRUSTED_ID_NUMBER":"T1"},{"REL_POINTER_KEY":"1"},{"REL_POINTER_KEY":"2"}]}""")).Record!;
        Assert.Equal(RecordType.Organisation, record.Type);
        Expect.Sequence([new OrganisationName("Acme Ltd"), new OrganisationName("Acme", NameType.Alias)], record.OrganisationNames);
        Assert.Empty(record.Names);
        Expect.Sequence(["vat DE1 DE", "national_id N1 SG", "lei L1 ", "trusted_id:gold T1 "], record.Identifiers.Select(i => $"{i.Type} {i.Value} {i.Issuer}"));
        Assert.True(record.Identifiers[3].Exclusive);
        Expect.Sequence(["REL_POINTER_KEY", "REL_POINTER_KEY 2"], record.Other.Select(pair => pair.Key));
    }

    [Fact]
    public void A_senzing_record_without_an_id_is_named_by_its_content()
    {
        var line = """{"DATA_SOURCE":"A","NAME_FULL":"Ann Lee","DATE_OF_BIRTH":"1970"}""";
        var read = Read(line + "\n" + line + "\n" + line.Replace("Ann", "Bo", StringComparison.Ordinal));
        Assert.Equal(read[0].Identity, read[1].Identity);
        Assert.NotEqual(read[0].Identity, read[2].Identity);
    }

    [Fact]
    public void Flat_json_is_read_by_usual_names_and_new_names_are_kept()
    {
        var read = Read("""
            {"id":"1","first_name":"Ann","last_name":"Lee","age":50}
            {"id":2,"first_name":null,"last_name":"Lee","tags":["a","b"],"first seen":true}
            """);
        Expect.Sequence(["s:1", "s:2"], read.Select(record => record.Identity.ToString()));
        Assert.Equal(new PersonName { Surname = "Lee" }, Assert.Single(read[1].Record!.Names));
        Expect.Sequence([new("tags", """["a","b"]"""), new KeyValuePair<string, string>("first seen", "true")], read[1].Record!.Other);
    }

    [Fact]
    public void A_bad_line_is_rejected_with_its_reason_and_reading_goes_on()
    {
        byte[] bytes =
        [
            .. Encoding.UTF8.GetBytes("{\"DATA_SOURCE\":\"A\",\"RECORD_ID\":\"1\",\"NAME_FULL\":\"Ann\"}\nnot json\n[1]\n{\"RECORD_ID\":\"2\",\"NAME_FULL\":\"Bo\"}\n{\"DATA_SOURCE\":\"A\",\"RECORD_ID\":\"3\",\"NAME_FULL\":\""),
            0xFF,
            .. Encoding.UTF8.GetBytes("\"}\n{\"DATA_SOURCE\":\"A\",\"RECORD_ID\":\"4\",\"NAME_FULL\":\"\\ud800\"}\n\n{\"DATA_SOURCE\":\"A\",\"RECORD_ID\":\"5\",\"NAME_FULL\":\"Cy\"}\n{\"DATA_SOURCE\":\"A\",\"RECO"),
        ];
        using var file = RecordFile.Open(_folder.Write("a.jsonl", bytes), new ReadOptions());
        Expect.Sequence(
            [
                "1 ", "2 the line is not JSON at byte 2", "3 the line is not a JSON object", "4 DATA_SOURCE is missing; name the source with --source",
                "5 the line holds bytes that are not valid UTF-8; convert the file first, e.g. with iconv -f WINDOWS-1252 -t UTF-8", "6 a text holds half of a surrogate pair", "8 ", "9 the file stops in the middle of this line",
            ],
            file.Records().Select(record => $"{record.Line} {record.Reason}"));
    }

    [Fact]
    public void A_mapping_reads_json_by_the_names_in_use()
    {
        var mapping = MappingFile.Parse(new WrittenMapping("m.json", """{ "recordId": "k", "names": [{ "full": "who" }] }"""));
        using var file = RecordFile.Open(_folder.Write("a.jsonl", "{\"k\":\"1\"}\n{\"k\":\"2\",\"who\":\"Ann Lee\"}\n"), new ReadOptions { Source = "s", Mapping = mapping });
        Expect.Sequence([0, 1], file.Records().Select(record => record.Record!.Names.Length));
    }

    private ReadRecord[] Read(string text)
    {
        using var file = RecordFile.Open(_folder.Write("a.jsonl", text), new ReadOptions { Source = text.Contains("DATA_SOURCE", StringComparison.Ordinal) ? null : "s" });
        return [.. file.Records()];
    }
}
