using CustomerGrains.Cli.Importing.Mapping;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cli.Generating;

/// <summary>A record of the town and whose it really is.</summary>
/// <param name="Row">As written by its source, in the order of <see cref="TownSource.Columns"/>.</param>
internal readonly record struct TownRecord(RecordIdentity Identity, string[] Row, Resident Resident);

/// <summary>A synthetic council town: households, movers, marriages, twins and juniors, as five sources have written them down.</summary>
/// <remarks>The same seed gives the same records for ever. They are made as they are read, so a town of millions costs no more memory than a small one.</remarks>
internal sealed class Town(long records, ulong seed)
{
    /// <summary>Records that wait to be mixed: those of one person should not arrive one after another.</summary>
    private const int MixMax = 4096;

    private readonly Household _households = new(seed);
    private readonly RowReader _reader = new(UsualColumns.Recognise(TownSource.Columns, "record_id"), TownSource.Columns);

    /// <summary>Everything the sources send, in the order of arrival.</summary>
    public IEnumerable<TownRecord> Records()
    {
        var random = SeededRandom.For(seed, -1);
        var waiting = new List<TownRecord>(MixMax);
        var made = 0L;
        foreach (var record in InOrder())
        {
            waiting.Add(record);
            if (++made == records)
            {
                break;
            }

            if (waiting.Count == MixMax)
            {
                yield return Take(waiting, random);
            }
        }

        while (waiting.Count > 0)
        {
            yield return Take(waiting, random);
        }
    }

    /// <summary>A record as the index takes it, read the same way as a generated file.</summary>
    public SourceRecord Read(TownRecord record) => _reader.Read(record.Row);

    private IEnumerable<TownRecord> InOrder()
    {
        for (var number = 0L; ; number++)
        {
            foreach (var resident in _households.Members(number))
            {
                var random = SeededRandom.For(~seed, resident.Number);
                var sources = TownSource.All.Where(source => random.Permille(source.Permille(resident))).ToList();
                if (sources.Count == 0)
                {
                    // Everyone who counts as a resident is known to somebody.
                    sources.Add(resident.Age < 18 ? TownSource.Registrars : resident.Liable ? TownSource.CouncilTax : TownSource.SocialCare);
                }

                foreach (var source in sources)
                {
                    var row = source.Write(resident, random);
                    yield return new TownRecord(new RecordIdentity(source.Name, row[1]), row, resident);
                }
            }
        }
    }

    private static TownRecord Take(List<TownRecord> waiting, SeededRandom random)
    {
        var at = random.Below(waiting.Count);
        var taken = waiting[at];
        waiting[at] = waiting[^1];
        waiting.RemoveAt(waiting.Count - 1);
        return taken;
    }
}
