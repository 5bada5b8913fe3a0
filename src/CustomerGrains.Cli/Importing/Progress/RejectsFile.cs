namespace CustomerGrains.Cli.Importing.Progress;

/// <summary>Lines that were not taken, with their reasons: <c>line,reason</c>. Made when the first one comes.</summary>
/// <param name="path">File to write.</param>
/// <param name="append">Go on with the file of an earlier run.</param>
internal sealed class RejectsFile(string path, bool append) : IDisposable
{
    private readonly Lock _gate = new();
    private StreamWriter? _writer;

    public string FilePath { get; } = path;

    public long Count { get; private set; }

    public void Write(long line, string reason)
    {
        lock (_gate)
        {
            if (_writer is null)
            {
                var fresh = !(append && File.Exists(FilePath));
                _writer = new StreamWriter(FilePath, append) { AutoFlush = true };
                if (fresh)
                {
                    _writer.Write("line,reason\n");
                }
            }

            _writer.Write($"{line},\"{reason.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n");
            Count++;
        }
    }

    public void Dispose() => _writer?.Dispose();
}
