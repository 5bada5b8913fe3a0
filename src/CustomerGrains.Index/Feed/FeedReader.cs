using System.Runtime.CompilerServices;
using CustomerGrains.Index.Journal;

namespace CustomerGrains.Index.Feed;

/// <summary>Reads the feed from a position on, as it grows: every event, in order, once.</summary>
/// <remarks>The events are in the journal and the position is the reader's own; the doorbell only spares waiting. Without a ring the reader looks after <see cref="FeedReaderOptions.LookInterval"/>.</remarks>
public sealed class FeedReader(IJournal journal, IFeedDoorbell doorbell, TimeProvider time, FeedReaderOptions? options = null)
{
    private readonly FeedReaderOptions _options = Checked(options ?? new FeedReaderOptions());

    /// <summary>Events after a sequence, some at once, until the token fires.</summary>
    public async IAsyncEnumerable<IReadOnlyList<JournalEvent>> ReadAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var ring = doorbell.NextRing;
            var events = await journal.ReadEventsAsync(after, _options.EventsAtOnceMax, cancellationToken).ConfigureAwait(false);
            if (events.Count > 0)
            {
                after = events[^1].Sequence;
                yield return events;
                continue;
            }

            try
            {
                await ring.WaitAsync(_options.LookInterval, time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // Nobody rang, or the ring was lost: look all the same.
            }
        }
    }

    private static FeedReaderOptions Checked(FeedReaderOptions options)
    {
        options.Validate();
        return options;
    }
}

/// <summary>How the feed is read.</summary>
public sealed class FeedReaderOptions
{
    /// <summary>Events read at once. Default: 500.</summary>
    public int EventsAtOnceMax { get; set; } = 500;

    /// <summary>How long a reader that nobody rings for waits before it looks. Default: 5 seconds.</summary>
    public TimeSpan LookInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Throws when a value makes no sense.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names the option.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(EventsAtOnceMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(LookInterval, TimeSpan.FromMilliseconds(10));
    }
}
