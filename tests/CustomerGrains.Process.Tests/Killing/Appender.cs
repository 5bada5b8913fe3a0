using System.Globalization;
using System.Threading.Channels;
using CustomerGrains.Index.Sources;
using CustomerGrains.Local;
using CustomerGrains.Matching.Records;
using CustomerGrains.Stores.Sqlite;

namespace CustomerGrains.Process.Tests.Killing;

/// <summary>The process that gets killed: the index on a data folder, sending itself operations and printing the number of each that was acknowledged.</summary>
internal static class Appender
{
    private const int InFlight = 32;

    public static async Task<int> RunAsync(string folder, string countText, string firstText)
    {
        var count = int.Parse(countText, CultureInfo.InvariantCulture);
        await using var journal = SqliteJournal.Open(folder);
        await using var local = await LocalIndex.OpenAsync(journal, journal);
        await local.Index.RegisterSourceAsync(new Source(Operations.Source, "", new SourceDefaults()));
        var acknowledged = Channel.CreateUnbounded<int>();
        var printing = PrintAsync(acknowledged.Reader);
        var next = int.Parse(firstText, CultureInfo.InvariantCulture) - 1;
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(async () =>
        {
            for (var number = Interlocked.Increment(ref next); number < count; number = Interlocked.Increment(ref next))
            {
                await Operations.SendAsync(local.Index, number, count);
                acknowledged.Writer.TryWrite(number);
            }
        })));
        acknowledged.Writer.Complete();
        await printing;

        // What an earlier process left, and what is under way besides.
        while (await local.Index.SweepAsync() > 0 || (await journal.ReadStatusAsync()).Backlog > 0)
        {
        }

        Console.WriteLine("done");
        return 0;
    }

    private static async Task PrintAsync(ChannelReader<int> acknowledged)
    {
        await foreach (var number in acknowledged.ReadAllAsync())
        {
            await Console.Out.WriteLineAsync(number.ToString(CultureInfo.InvariantCulture));
            await Console.Out.FlushAsync();
        }
    }
}
