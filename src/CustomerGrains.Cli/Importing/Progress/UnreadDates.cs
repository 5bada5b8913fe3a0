using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising.Dates;

namespace CustomerGrains.Cli.Importing.Progress;

/// <summary>Counts birth dates that are none, e.g. 30 February. They are kept with their record and count for nothing, which nobody would notice.</summary>
internal sealed class UnreadDates
{
    public long Count { get; private set; }

    /// <summary>Line of the first one; 0 while there is none.</summary>
    public long FirstLine { get; private set; }

    public void Add(SourceRecord record, long line)
    {
        foreach (var date in record.BirthDates)
        {
            if (!DateReader.Read(date).IsKnown)
            {
                Count++;
                FirstLine = FirstLine == 0 ? line : FirstLine;
            }
        }
    }
}
