using CustomerGrains.Cli.Importing;

namespace CustomerGrains.Cli.Showing;

/// <summary>Says how a file is read, so that a misunderstood column is noticed before it does harm.</summary>
internal static class ReadingView
{
    public static void Show(string path, RecordFile file, Terminal terminal)
    {
        terminal.Note($"{path}: {file.Form}.");
        if (file.Reading is not { } reading)
        {
            return;
        }

        var width = reading.Lines.Max(line => line.Columns.Length);
        foreach (var (columns, meaning) in reading.Lines)
        {
            terminal.Note($"  {columns.PadRight(width)}  {meaning}");
        }

        if (reading.Kept.Count > 0)
        {
            terminal.Note($"  Kept, returned and never matched: {string.Join(", ", reading.Kept)}.");
        }
    }
}
