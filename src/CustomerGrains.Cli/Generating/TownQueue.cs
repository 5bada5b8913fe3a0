namespace CustomerGrains.Cli.Generating;

/// <summary>The records of a town, one after another, for as many senders as there are.</summary>
internal sealed class TownQueue(Town town) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly IEnumerator<TownRecord> _records = town.Records().GetEnumerator();
    private long _taken;
    private long _limit = long.MaxValue;

    /// <summary>Whose records they are.</summary>
    public Town Town => town;

    /// <summary>From here on only so many are handed out, until the next call.</summary>
    public void AllowOnly(long count)
    {
        lock (_gate)
        {
            (_taken, _limit) = (0, count);
        }
    }

    /// <summary>Takes the next record.</summary>
    /// <param name="number">How many were taken before it since they were last limited.</param>
    /// <returns>False: there are no more, or no more may be taken.</returns>
    public bool TryTake(out TownRecord record, out long number)
    {
        lock (_gate)
        {
            number = _taken;
            if (_taken == _limit || !_records.MoveNext())
            {
                record = default;
                return false;
            }

            _taken++;
            record = _records.Current;
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _records.Dispose();
}
