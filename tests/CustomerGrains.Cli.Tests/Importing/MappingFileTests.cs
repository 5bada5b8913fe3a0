using CustomerGrains.Cli.Importing;
using CustomerGrains.Cli.Importing.Mapping;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cli.Tests.Importing;

public sealed class MappingFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_kind_of_attribute_can_be_mapped()
    {
        const string Mapping = """
            {
              // Comments are allowed.
              "source": "housing",
              "recordId": ["Tenancy", "Person"],
              "version": "Rev",
              "recordType": "person",
              "defaultCountry": "GB",
              "names": [
                { "given": "Forename", "surname": "Family", "prefix": { "constant": "Dr" } },
                { "type": "maiden", "given": "Forename", "surname": "Born as" }
              ],
              "birthDates": [{ "columns": ["D", "M", "Y"], "join": "/", "dateFormat": "d/M/yyyy" }],
              "addresses": [{ "type": "home", "lines": ["A1", "A2"], "postcode": "PC" }],
              "phones": [{ "type": "mobile", "number": "Mob" }],
              "emails": ["Mail"],
              "identifiers": [{ "type": "nino", "value": "NI", "issuer": "GB", "exclusive": true }],
              "accounts": [{ "domain": "rent", "number": "Rent" }],
              "traits": [{ "name": "ward", "kind": "text", "value": "Ward" }],
              "ignore": ["Secret"],
            }
            """;
        var read = Assert.Single(Read(Mapping,
            "Tenancy,Person,Rev,Forename,Family,Born as,D,M,Y,A1,A2,PC,Mob,Mail,NI,Rent,Ward,Secret,Note\n77,2,5,Ann,Lee,Fox,3,4,1970,1 High St,Town,AB1 2CD,07700900123,a@b.example,QQ123456C,900,North,hush,hi\n"));
        Assert.Equal(("housing:77 2", 5L), (read.Identity.ToString(), read.Version));
        var record = read.Record!;
        Assert.Equal(RecordType.Person, record.Type);
        Expect.Sequence(
            [new PersonName { Given = "Ann", Surname = "Lee", Prefix = "Dr" }, new PersonName { Type = NameType.Former, Given = "Ann", Surname = "Fox" }],
            record.Names);
        Expect.Sequence(["1970-04-03"], record.BirthDates);
        Assert.Equal(("home", "AB1 2CD", "GB"), (record.Addresses[0].Type, record.Addresses[0].Postcode, record.Addresses[0].Country));
        Expect.Sequence(["1 High St", "Town"], record.Addresses[0].Lines);
        Expect.Sequence([new Phone("07700900123", "mobile")], record.Phones);
        Expect.Sequence([new Identifier { Type = "nino", Value = "QQ123456C", Issuer = "GB", Exclusive = true }], record.Identifiers);
        Expect.Sequence([new Account("900", "rent")], record.Accounts);
        Expect.Sequence([new Trait("ward", TraitKind.Text, "North")], record.Traits);
        Expect.Sequence([new KeyValuePair<string, string>("Note", "hi")], record.Other);
    }

    [Theory]
    [InlineData("""{ "recordId": "id", "birthDates": [{ "column": "dob", "dateFormat": "dd.MM.yyyy" }] }""", "31.12.1970", "1970-12-31")]
    [InlineData("""{ "recordId": "id", "birthDates": [{ "column": "dob", "dateFormat": "dd.MM.yyyy" }] }""", "about 1970", "about 1970")]
    [InlineData("""{ "recordId": "id", "birthDates": ["dob"] }""", "1/2/70", "1/2/70")]
    public void A_date_that_does_not_fit_its_format_is_passed_on_as_it_is(string mapping, string written, string read) =>
        Expect.Sequence([read], Assert.Single(Read(mapping, $"id,dob\n1,{written}\n")).Record!.BirthDates);

    [Fact]
    public void A_column_that_is_not_there_is_named_with_its_place_in_the_mapping_and_the_remedy()
    {
        var written = new WrittenMapping("m.json", "{\n  \"recordId\": \"id\",\n  \"names\": [\n    { \"given\": \"Forname\" }\n  ]\n}", "Mend it so.");
        var fault = Assert.Throws<MappingException>(() => new RowReader(MappingFile.Parse(written), ["id", "Forename"]));
        Assert.Equal("Mapping m.json, line 4, column 7: \"names[0].given\" names the column \"Forname\", which the file does not have. Did you mean \"Forename\"? Mend it so.", fault.Message);
    }

    [Fact]
    public void A_mapping_that_is_not_utf8_says_so()
    {
        var path = _folder.Write("latin.json", [.. "{ \"names\": [{ \"full\": \"N"u8, 0xE2, .. "me\" }] }"u8]);
        Assert.Equal($"Mapping {path} is not written in UTF-8; save it as UTF-8.", Assert.Throws<MappingException>(() => MappingFile.Read(path)).Message);
    }

    [Theory]
    [InlineData("""{ "recordId": "id", "names": [{ "given": "Forname" }] }""", "\"names[0].given\" names the column \"Forname\", which the file does not have. Did you mean \"Forename\"?")]
    [InlineData("""{ "recordId": "zzzzzzzz", "names": [{ "given": "Forename" }] }""", "\"recordId\" names the column \"zzzzzzzz\", which the file does not have. Its columns are: id, Forename.")]
    [InlineData("""{ "recordId": "id", "names": [{ "given": "Forename" }], "ignore": ["Forenam"] }""", "\"ignore\" names the column \"Forenam\", which the file does not have. Did you mean \"Forename\"?")]
    public void A_column_that_is_not_there_is_named_with_its_key_and_the_nearest_column(string mapping, string message) =>
        Assert.Contains(message, Assert.Throws<MappingException>(() => Read(mapping, "id,Forename\n")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("", "Mapping m.json: it is empty; a mapping is one JSON object: { … }.")]
    [InlineData("{\n  \"names\": [\n    { \"full\": \"Nâme\" ]\n}", "Mapping m.json, line 3, column 22: this is not JSON: ']' is invalid without a matching open.")]
    [InlineData("{\n  // \"nmaes\": [],\n  \"ignore\": [\"ç\"], \"nmaes\": []\n}", "Mapping m.json, line 3, column 20: \"nmaes\" is not a key. Did you mean \"names\"?")]
    [InlineData("{\n  \"names\": [\n    { \"full\": \"a\" },\n    { \"type\": \"x.y\", \"full\": \"b\" }\n  ]\n}", "Mapping m.json, line 4, column 7: \"names[1].type\" must be one of")]
    [InlineData("{\n  \"identifiers\": [\n    { \"type\": \"nhs\", \"value\": \"x\" }, { \"value\": \"y\" }\n  ]\n}", "Mapping m.json, line 3, column 38: \"identifiers[1]\" needs \"type\".")]
    [InlineData("{\n  \"emails\": [\"a\"],\n  \"emails\": [\"b\"]\n}", "Mapping m.json, line 3, column 3: \"emails\" comes twice; put both into one.")]
    [InlineData("{ \"names\": [{ \"full\": \"a\", \"full\": \"b\" }] }", "line 1, column 28: \"names[0].full\" comes twice")]
    [InlineData("[]", "Mapping m.json: it must be one JSON object: { … }.")]
    [InlineData("{}", "it maps no attribute")]
    [InlineData("""{ "nmaes": [] }""", "\"nmaes\" is not a key. Did you mean \"names\"?")]
    [InlineData("""{ "names": {} }""", "\"names\" must be a list: [ … ].")]
    [InlineData("""{ "names": ["x"] }""", "\"names[0]\" must be an object with some of: type, full, given, middle, surname, prefix, suffix.")]
    [InlineData("""{ "names": [{ "forename": "x" }] }""", "\"names[0].forename\" is not a key. Known are: type, full, given, middle, surname, prefix, suffix.")]
    [InlineData("""{ "names": [{ "type": "frmer", "full": "x" }] }""", "\"names[0].type\" must be one of primary, former, maiden, alias, native, not \"frmer\". Did you mean \"former\"?")]
    [InlineData("""{ "identifiers": [{ "value": "x" }] }""", "\"identifiers[0]\" needs \"type\".")]
    [InlineData("""{ "identifiers": [{ "type": "nhs", "value": "x", "exclusive": "yes" }] }""", "\"identifiers[0].exclusive\" must be true or false.")]
    [InlineData("""{ "emails": [{ "colum": "x" }] }""", "\"emails[0].colum\" is not a key. Did you mean \"column\"?")]
    [InlineData("""{ "emails": [{ "column": "x", "constant": "y" }] }""", "\"emails[0]\" must name either \"column\" (or \"columns\") or \"constant\".")]
    [InlineData("""{ "emails": [7] }""", "\"emails[0]\" must be the name of a column")]
    [InlineData("""{ "emails": ["x"], "defaultRegion": "England" }""", "\"defaultRegion\" must be a two-letter region such as \"GB\", not \"England\".")]
    [InlineData("""{ "emails": ["x"], "dateOrder": "dmy" }""", "\"dateOrder\" must be \"dayFirst\" or \"monthFirst\", not \"dmy\".")]
    [InlineData("""{ "traits": [{ "name": "a", "kind": "fuzzy", "value": "x" }] }""", "\"traits[0].kind\" must be one of exact, text, number, date")]
    public void A_mapping_that_is_wrong_says_where_and_what_to_write(string mapping, string message) =>
        Assert.Contains(message, Assert.Throws<MappingException>(() => MappingFile.Parse(new WrittenMapping("m.json", mapping))).Message, StringComparison.Ordinal);

    [Fact]
    public void The_examples_that_are_shipped_are_mappings()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "CustomerGrains.sln")))
        {
            folder = folder.Parent;
        }

        var examples = Directory.GetFiles(Path.Combine(folder.FullName, "deploy", "mappings"), "*.json");
        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.NotEmpty(MappingFile.Read(example).Attributes));
    }

    private ReadRecord[] Read(string mapping, string text)
    {
        using var file = RecordFile.Open(_folder.Write("a.csv", text), new ReadOptions { Source = "housing", Mapping = MappingFile.Parse(new WrittenMapping("m.json", mapping)) });
        return [.. file.Records()];
    }
}
