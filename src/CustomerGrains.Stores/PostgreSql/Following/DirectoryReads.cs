using CustomerGrains.Stores.Postings;
using CustomerGrains.Stores.PostgreSql.Reading;
using Npgsql;

namespace CustomerGrains.Stores.PostgreSql.Following;

/// <summary>Gives readers the directory as of a moment after they asked: it has every write that anybody was told is durable.</summary>
internal sealed class DirectoryReads
{
    private readonly NpgsqlDataSource _reading;
    private readonly DirectoryFollower _follower;
    private readonly DirectoryLoader _loader;
    private readonly Gathering<int, JournalDirectory> _checks;

    public DirectoryReads(NpgsqlDataSource reading, DirectoryFollower follower, DirectoryLoader loader)
    {
        _reading = reading;
        _follower = follower;
        _loader = loader;
        _checks = new Gathering<int, JournalDirectory>(CheckAsync, int.MaxValue);
    }

    public Task<JournalDirectory> NowAsync(CancellationToken cancellationToken) => _checks.AskAsync(0, cancellationToken);

    private async Task<IReadOnlyList<JournalDirectory>> CheckAsync(IReadOnlyList<int> asked)
    {
        while (!await PostgresErrors.ReadAsync(_reading, FollowAsync).ConfigureAwait(false))
        {
            await _loader.LoadAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return [.. Enumerable.Repeat(_follower.Directory, asked.Count)];
    }

    private async Task<bool> FollowAsync()
    {
        var rows = new List<(long, byte[])>();
        JournalHead? head = null;

        // One statement: the head and the rows before it are of one moment.
        var select = _reading.CreateCommand(
            $"""
            SELECT h.*, l.sequence, l.changes FROM (SELECT {JournalHead.Columns} FROM journal_head) h LEFT JOIN directory_log l ON l.sequence > $1 ORDER BY l.sequence
            """).With(_follower.Sequence);
        await using (select.ConfigureAwait(false))
        {
            var reader = await select.ExecuteReaderAsync().ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync().ConfigureAwait(false))
                {
                    head = JournalHead.Of(reader);
                    if (!await reader.IsDBNullAsync(JournalHead.ColumnCount).ConfigureAwait(false))
                    {
                        rows.Add((reader.GetInt64(JournalHead.ColumnCount), reader.GetFieldValue<byte[]>(JournalHead.ColumnCount + 1)));
                    }
                }
            }
        }

        return _follower.Follow(head ?? throw new StoreFormatException("The database has lost the head of its journal."), rows);
    }
}
