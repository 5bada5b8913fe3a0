using System.Text;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Matching.Tests.Records;

public sealed class SourceRecordCodecTests
{
    [Fact]
    public void Every_record_comes_back_as_it_was() => Seeded.Run(500, random =>
    {
        // Half surrogate pairs cannot come back, so the record goes through the codec once to replace them.
        var record = RandomRecords.WellFormed(RandomRecords.Next(random));
        DeepEqual.Check(record, SourceRecordCodec.Decode(SourceRecordCodec.Encode(record)));
    });

    [Fact]
    public void Equal_records_have_equal_bytes() => Seeded.Run(200, random =>
    {
        var seed = random.Next();
        Assert.Equal(SourceRecordCodec.Encode(RandomRecords.Next(new Random(seed))), SourceRecordCodec.Encode(RandomRecords.Next(new Random(seed))));
    });

    [Fact]
    public void Defaults_are_left_out()
    {
        var record = new SourceRecord { Names = [new PersonName { Given = "Zoë", Surname = "<Smith>" }], Other = [new("b", "1"), new("a", "2")] };
        Assert.Equal("{}", Encoding.UTF8.GetString(SourceRecordCodec.Encode(new SourceRecord())));
        Assert.Equal(
            """{"names":[{"given":"Zoë","surname":"<Smith>"}],"other":["b","1","a","2"]}""",
            Encoding.UTF8.GetString(SourceRecordCodec.Encode(record)));
    }

    [Fact]
    public void Half_a_surrogate_pair_becomes_the_replacement_character()
    {
        var record = new SourceRecord { Gender = "a\ud800b" };
        Assert.Equal("a\ufffdb", SourceRecordCodec.Decode(SourceRecordCodec.Encode(record)).Gender);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("""{"type":9}""")]
    [InlineData("""{"type":-1}""")]
    [InlineData("""{"names":{}}""")]
    [InlineData("""{"names":["x"]}""")]
    [InlineData("""{"names":[{"given":1}]}""")]
    [InlineData("""{"emails":[null]}""")]
    [InlineData("""{"emails":["a" """)]
    [InlineData("""{"other":["a"]}""")]
    [InlineData("""{"shoe_size":"42"}""")]
    [InlineData("""{"gender":"\ud800"}""")]
    public void What_is_no_record_is_refused(string json) =>
        Assert.Throws<InvalidDataException>(() => SourceRecordCodec.Decode(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Damaged_bytes_are_refused_or_read_but_never_crash() => Seeded.Run(500, random =>
    {
        var bytes = SourceRecordCodec.Encode(RandomRecords.Next(random));
        bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        try
        {
            SourceRecordCodec.Decode(bytes.AsSpan(0, random.Next(bytes.Length + 1)));
        }
        catch (InvalidDataException)
        {
            // The one error that damage may raise.
        }
    });
}
