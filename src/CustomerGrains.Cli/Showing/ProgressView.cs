using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CustomerGrains.Cli.Showing;

/// <summary>Shows how far a long command is: a bar with its rate for someone who watches, a line now and then for a log.</summary>
internal static class ProgressView
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    /// <summary>Runs the work; it reports how much of <paramref name="total"/> is done, and how many records (or what <paramref name="unit"/> says) that is.</summary>
    public static async Task RunAsync(Terminal terminal, string title, long total, Func<Action<long, long>, Task> work, string unit = "records")
    {
        var clock = Stopwatch.StartNew();
        if (!terminal.IsWatched)
        {
            var last = TimeSpan.Zero;
            var gate = new Lock();
            await work((_, records) =>
            {
                lock (gate)
                {
                    if (clock.Elapsed - last >= LineInterval)
                    {
                        last = clock.Elapsed;
                        terminal.Note($"{title}: {Rate(records, clock.Elapsed, unit)}");
                    }
                }
            }).ConfigureAwait(false);
            return;
        }

        var rate = new RateColumn(clock, unit);
        await terminal.Complaints.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), rate)
            .StartAsync(async context =>
            {
                var task = context.AddTask(Markup.Escape(title), maxValue: Math.Max(1, total));
                await work((done, records) =>
                {
                    task.Value = done;
                    rate.Records = records;
                }).ConfigureAwait(false);
                task.Value = task.MaxValue;
            }).ConfigureAwait(false);
    }

    /// <summary>E.g. "12,000 records, 3,210/s".</summary>
    public static string Rate(long count, TimeSpan elapsed, string unit = "records") => string.Create(
        CultureInfo.InvariantCulture, $"{count:N0} {unit}, {(elapsed > TimeSpan.Zero ? count / elapsed.TotalSeconds : 0):N0}/s");

    private sealed class RateColumn(Stopwatch clock, string unit) : ProgressColumn
    {
        public long Records { get; set; }

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(Rate(Records, clock.Elapsed, unit));
    }
}
