using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CustomerGrains.Server.Sources;

/// <summary>What the index asks of a mapping's text: one JSON object. What its keys mean is for those who read files by it.</summary>
internal static class MappingText
{
    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Why a text is no mapping, with line and column; null when it may be one.</summary>
    public static string? Fault(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            return document.RootElement.ValueKind == JsonValueKind.Object ? null : "must be one JSON object: { … }.";
        }
        catch (JsonException fault)
        {
            var line = (int)(fault.LineNumber ?? 0);
            var written = Encoding.UTF8.GetBytes(json.Split('\n')[line]);
            var column = Encoding.UTF8.GetCharCount(written, 0, (int)Math.Min(fault.BytePositionInLine ?? 0, written.Length)) + 1;
            return string.Create(CultureInfo.InvariantCulture, $"must be JSON, which it is not at line {line + 1}, column {column}.");
        }
    }
}
