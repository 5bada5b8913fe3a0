using System.Globalization;
using CustomerGrains.Cli.Evaluating;
using CustomerGrains.Cli.Importing;
using CustomerGrains.Cli.Importing.Mapping;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cli.Quality;

/// <summary>Possible matches that a peer has published with its entities: each should be linked, where the key says so, or offered for review.</summary>
internal sealed class PublishedMatches
{
    private const string Level = "POSSIBLE_MATCH";

    private readonly List<(RecordIdentity[] A, RecordIdentity[] B)> _matches;

    private PublishedMatches(List<(RecordIdentity[] A, RecordIdentity[] B)> matches) => _matches = matches;

    /// <summary>Reads <c>level,…,records_a,records_b</c>, records as <c>SOURCE:ID</c> between bars.</summary>
    /// <exception cref="MappingException">The file is not of that form.</exception>
    public static PublishedMatches Read(string path)
    {
        var matches = new List<(RecordIdentity[], RecordIdentity[])>();
        foreach (var (line, fields) in CsvTable.Read(path, [["level"], ["records_a"], ["records_b"]], "published relations have level, records_a and records_b"))
        {
            if (fields[0] == Level)
            {
                matches.Add((Records(path, line, fields[1]), Records(path, line, fields[2])));
            }
        }

        return new PublishedMatches(matches);
    }

    /// <summary>How many of them are linked rightly or offered for review.</summary>
    public IEnumerable<QualityFigure> Seen(string set, LabelledBatch batch, FoundPartition found)
    {
        var (linked, offered) = (0, 0);
        foreach (var (a, b) in _matches)
        {
            var pairs = (from x in a.Where(batch.Contains) from y in b.Where(batch.Contains) select (A: batch.PositionOf(x), B: batch.PositionOf(y))).ToArray();
            if (pairs.Any(pair => found.Together(pair.A, pair.B) && batch.ClusterOf[pair.A] == batch.ClusterOf[pair.B]))
            {
                linked++;
            }
            else if (pairs.Any(pair => found.Offered(pair.A, pair.B)))
            {
                offered++;
            }
        }

        yield return new QualityFigure(set, "possible matches seen", _matches.Count == 0 ? 1 : (double)(linked + offered) / _matches.Count,
            string.Create(CultureInfo.InvariantCulture, $"of {_matches.Count} published: {linked} linked rightly, {offered} offered for review"));
    }

    private static RecordIdentity[] Records(string path, long line, string list) => Array.ConvertAll(list.Split('|'), record =>
        RowIdentity.Of(record.Split(':')[0], record.Split(':', 2) is [_, var id] ? id : null, out var identity) is { } reason
            ? throw new MappingException($"{path}, line {line}: {reason}.")
            : identity);
}
