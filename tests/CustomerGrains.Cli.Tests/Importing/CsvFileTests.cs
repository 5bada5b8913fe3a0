using System.Text;
using CustomerGrains.Cli.Importing;
using CustomerGrains.Cli.Importing.Mapping;
using CustomerGrains.Cli.Importing.Text;

namespace CustomerGrains.Cli.Tests.Importing;

public sealed class CsvFileTests : IDisposable
{
    private const string Heading = "record_id,given_name,surname\n";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> Delimited => new()
    {
        { "record_id,given_name,surname\n1,Ann,Lee\n", "CSV, separated by commas" },
        { "record_id;given_name;surname\n1;Ann;Lee\n", "CSV, separated by semicolons" },
        { "record_id\tgiven_name\tsurname\n1\tAnn\tLee\n", "CSV, separated by tabs" },
        { "record_id|given_name|surname\n1|Ann|Lee\n", "CSV, separated by bars" },
        { "record_id,given_name,surname\r\n1,Ann,Lee\r\n", "CSV, separated by commas" },
        { "record_id,given_name,surname\r1,Ann,Lee\r", "CSV, separated by commas" },
        { "\uFEFFrecord_id,given_name,surname\n1,Ann,Lee", "CSV, separated by commas" },
        { "\n\n\"record_id\",\"given_name\",\"surname\"\n\n1,\"Ann\",Lee\n\n", "CSV, separated by commas" },
        { "record_id,given_name,surname\n1,Ann,Lee,,,\n", "CSV, separated by commas" },
    };

    [Theory]
    [MemberData(nameof(Delimited))]
    public void A_row_is_read_however_the_file_is_delimited(string text, string form)
    {
        using var file = Open(text);
        Assert.Equal(form, file.Form);
        var record = Assert.Single(file.Records());
        Assert.Equal("s:1", record.Identity.ToString());
        Assert.Equal(("Ann", "Lee"), (record.Record!.Names[0].Given, record.Record.Names[0].Surname));
    }

    [Fact]
    public void Quotes_hold_delimiters_quotes_and_line_ends()
    {
        using var file = Open(Heading + "1,\"Ann, \"\"Annie\"\"\nMarie\",Lee\n2,Bo \"B\" Bo,\"Smith\" Jr\n");
        var records = file.Records().ToArray();
        Assert.Equal("Ann, \"Annie\"\nMarie", records[0].Record!.Names[0].Given);
        Assert.Equal(4, records[1].Line);
        Assert.Equal(("Bo \"B\" Bo", "Smith Jr"), (records[1].Record!.Names[0].Given, records[1].Record!.Names[0].Surname));
    }

    [Fact]
    public void A_file_that_is_no_text_says_so_and_a_heading_may_span_lines()
    {
        var path = _folder.Write("a.csv", [.. "PK\u0003\u0004,id,name\n"u8]);
        Assert.Equal($"{path} does not look like text: its first line holds control characters.", Assert.Throws<MappingException>(() => RecordFile.Open(path, new ReadOptions { Source = "s" })).Message);
        using var file = Open("record_id,given_name,\"surname\n(legal)\"\n1,Ann,Lee\n");
        Assert.Single(file.Records());
    }

    [Theory]
    [InlineData("1,Ann,Lee", true)]
    [InlineData("1,Ann,Lee\n", false)]
    [InlineData("1,Ann,Lee\n\n", false)]
    [InlineData("1,Ann,\"Lee", true)]
    public void A_last_line_without_a_line_end_is_noticed(string rows, bool open)
    {
        using var file = Open(Heading + rows);
        Assert.Single(file.Records());
        Assert.Equal(open, file.EndsOpen);
    }

    [Fact]
    public void Invalid_bytes_cost_their_line_and_no_other()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(Heading + "1,Ann,Lee\n2,B"), 0xFF, 0xC3, .. Encoding.UTF8.GetBytes(",Lee\n3,Zoë,Łee\n")];
        using var file = RecordFile.Open(_folder.Write("a.csv", bytes), new ReadOptions { Source = "s" });
        var records = file.Records().ToArray();
        Assert.StartsWith("the line holds bytes that are not valid UTF-8; convert the file first", records[1].Reason, StringComparison.Ordinal);
        Assert.Equal(3, records[1].Line);
        Assert.Equal(("Zoë", "Łee"), (records[2].Record!.Names[0].Given, records[2].Record!.Names[0].Surname));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Utf16_is_read_with_and_without_a_byte_order_mark(bool bigEndian, bool mark)
    {
        var encoding = new UnicodeEncoding(bigEndian, mark);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(Heading + "1,Zoë,Lee\n")];
        using var file = RecordFile.Open(_folder.Write("a.csv", bytes), new ReadOptions { Source = "s" });
        Assert.Equal("Zoë", Assert.Single(file.Records()).Record!.Names[0].Given);
    }

    [Fact]
    public void A_quote_that_is_never_closed_costs_its_row_and_not_the_rest()
    {
        var rows = string.Concat(Enumerable.Range(2, 500).Select(i => $"{i},Ann,Lee\n"));
        using var file = Open(Heading + "1,\"Ann,Lee\n" + rows);
        var records = file.Records().ToArray();
        Assert.Equal("the quote that opens column 2 is never closed", records[0].Reason);
        Assert.Equal(2, records[0].Line);
        Assert.Equal(Enumerable.Range(2, 500).Select(i => $"s:{i}"), records.Skip(1).Select(record => record.Identity.ToString()));
    }

    [Theory]
    [InlineData("1,Ann\n", "the row has 2 columns, the heading has 3")]
    [InlineData("1,Ann,Lee,extra\n", "the row has 4 columns, the heading has 3")]
    [InlineData("1,An", "the row has 2 columns, the heading has 3")]
    [InlineData("1,\"An", "the quote that opens column 2 is never closed")]
    [InlineData(",Ann,Lee\n", "the record id is empty")]
    [InlineData("1\u0001,Ann,Lee\n", "the record id holds a control character")]
    public void A_bad_row_is_rejected_with_its_reason_and_reading_goes_on(string row, string reason)
    {
        using var file = Open(Heading + "0,Zed,Zed\n" + row);
        var records = file.Records().ToArray();
        Assert.Null(records[0].Reason);
        Assert.Equal((3L, reason), (records[1].Line, records[1].Reason));
    }

    [Fact]
    public void A_record_id_that_is_too_long_is_rejected()
    {
        using var file = Open(Heading + new string('x', 257) + ",Ann,Lee\n");
        Assert.Equal("the record id is longer than 256 characters", Assert.Single(file.Records()).Reason);
    }

    [Fact]
    public void A_line_beyond_the_limit_is_rejected_and_the_next_is_read()
    {
        using var file = Open(Heading + "1," + new string('x', TextLines.LengthMax + 10) + ",Lee\n2,Ann,Lee\n");
        var records = file.Records().ToArray();
        Assert.Equal("the line is longer than 4,194,304 characters", records[0].Reason);
        Assert.Equal("s:2", records[1].Identity.ToString());
    }

    [Fact]
    public void Nul_and_right_to_left_text_arrive_as_they_are()
    {
        using var file = Open(Heading + "1,A\0nn,\u202Eסהר\n");
        var name = Assert.Single(file.Records()).Record!.Names[0];
        Assert.Equal(("A\0nn", "\u202Eסהר"), (name.Given, name.Surname));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("  \n\n", "is empty")]
    [InlineData("record_id,foo,bar\n", "none of its columns has a usual name (record_id, foo, bar). Say what they are with --mapping.")]
    [InlineData("given_name,surname\n", "no column looks like a record id (given_name, surname). Name it with --id-column.")]
    [InlineData("record_id,surname,surname\n", "has the column \"surname\" more than once")]
    [InlineData("[{\"a\":1}]", "is one JSON list. Write one record per line instead")]
    public void A_file_that_cannot_be_read_says_why(string text, string reason)
    {
        var fault = Assert.Throws<MappingException>(() => Open(text));
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_source_the_error_says_how_to_name_one()
    {
        var path = _folder.Write("a.csv", Heading);
        var fault = Assert.Throws<MappingException>(() => RecordFile.Open(path, new ReadOptions()));
        Assert.Contains("--source housing", fault.Message, StringComparison.Ordinal);
    }

    private RecordFile Open(string text) => RecordFile.Open(_folder.Write("a.csv", text), new ReadOptions { Source = "s" });
}
