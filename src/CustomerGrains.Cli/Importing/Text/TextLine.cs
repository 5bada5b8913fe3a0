namespace CustomerGrains.Cli.Importing.Text;

/// <summary>A physical line of a file.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Text">Without its line end. Bytes that are not valid text show as <see cref="TextLines.InvalidMark"/>.</param>
/// <param name="Terminated">A line end follows; false only for a last line that stops without one.</param>
/// <param name="TooLong">The line was longer than <see cref="TextLines.LengthMax"/>; <paramref name="Text"/> holds its beginning.</param>
internal readonly record struct TextLine(long Number, string Text, bool Terminated, bool TooLong)
{
    /// <summary>Why the line cannot be read at all, or null.</summary>
    public string? Fault =>
        TooLong ? $"the line is longer than {TextLines.LengthMax:N0} characters"
        : Text.Contains(TextLines.InvalidMark) ? "the line holds bytes that are not valid UTF-8; convert the file first, e.g. with iconv -f WINDOWS-1252 -t UTF-8"
        : null;
}
