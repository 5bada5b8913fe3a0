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

    /// <param name="folder">The data folder.</param>
    /// <param name="countText">How many operations there are in all.</param>
    /// <param name="firstText">The first one to send.</param>
    /// <param name="endText">The one before which to stop and wait to be killed; the number of all operations to come to an end instead.</param>
    public static async Task<int> RunAsync(string folder, string countText, string firstText, string endText)
    {
        var count = int.Parse(countText, CultureInfo.InvariantCulture);
        var end = int.Parse(endText, CultureInfo.InvariantCulture);
        await using var journal = SqliteJournal.Open(folder);
        await using var local = await LocalIndex.OpenAsync(journal, journal);
        await local.Index.RegisterSourceAsync(new Source(Operations.Source, "", new SourceDefaults()));
        var acknowledged = Channel.CreateUnbounded<int>();
        var printing = PrintAsync(acknowledged.Reader);
        var next = int.Parse(firstText, CultureInfo.InvariantCulture) - 1;
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(async () =>
        {
            for (var number = Interlocked.Increment(ref next); number < end; number = Interlocked.Increment(ref next))
            {
                await Operations.SendAsync(local.Index, number, count);
                acknowledged.Writer.TryWrite(number);
            }
        })));
        acknowledged.Writer.Complete();
        await printing;
        if (end < count)
        {
            // The kill is on its way.
            await new TaskCompletionSource().Task;
        }

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
