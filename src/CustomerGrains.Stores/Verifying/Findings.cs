namespace CustomerGrains.Stores.Verifying;

/// <summary>Gathers what the checks find.</summary>
internal sealed class Findings(int perCheckMax, Action<VerifyProgress>? progress, CancellationToken cancellationToken)
{
    private const int ProgressStep = 1_000;

    private readonly List<StoreFinding> _named = [];
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly List<string> _notes = [];

    public long Count => _counts.Values.Sum();

    public IReadOnlyList<string> Notes => _notes;

    public IReadOnlyList<StoreFinding> Named =>
    [
        .. _named,
        .. _counts.Where(check => check.Value > perCheckMax).Select(check => new StoreFinding(check.Key, $"and {check.Value - perCheckMax} more of this kind.")),
    ];

    public void Add(string check, string text)
    {
        var count = _counts[check] = _counts.GetValueOrDefault(check) + 1;
        if (count <= perCheckMax)
        {
            _named.Add(new StoreFinding(check, text));
        }
    }

    public void Require(bool holds, string check, FormattableString text)
    {
        if (!holds)
        {
            Add(check, FormattableString.Invariant(text));
        }
    }

    public void Note(string text) => _notes.Add(text);

    public void Report(string check, long done, long total)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (done % ProgressStep == 0 || done == total)
        {
            progress?.Invoke(new VerifyProgress(check, done, total));
        }
    }
}
