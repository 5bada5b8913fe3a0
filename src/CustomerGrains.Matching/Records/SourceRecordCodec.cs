using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CustomerGrains.Matching.Records;

/// <summary>Canonical JSON form of a record, as the journal keeps it: equal records have equal bytes.</summary>
/// <remarks>Properties stand in a fixed order and are left out at their defaults; arrays keep their order. Half a surrogate pair, which
/// no UTF-8 can carry, becomes U+FFFD. A property this build does not know is refused: rewriting the record would lose it.</remarks>
public static partial class SourceRecordCodec
{
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        // Journal bytes never stand inside HTML, so nothing is escaped that JSON itself does not ask for.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static byte[] Encode(SourceRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            Write(writer, record);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <exception cref="InvalidDataException">Not a record.</exception>
    public static SourceRecord Decode(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            var record = ReadRecord(ref reader);
            return reader.Read() ? throw Unreadable("something follows it") : record;
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"Not the JSON form of a record: {broken.Message}", broken);
        }
        catch (InvalidOperationException broken)
        {
            // Utf8JsonReader's answer to a string that is not UTF-8 or holds half an escaped surrogate pair.
            throw new InvalidDataException($"Not the JSON form of a record: {broken.Message}", broken);
        }
    }

    private static InvalidDataException Unreadable(string what) => new($"Not the JSON form of a record: {what}.");
}
