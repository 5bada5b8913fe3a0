using System.Globalization;
using Orleans.Storage;

namespace CustomerGrains.Orleans.Tests.Schema;

/// <summary>State of grains: one row for a grain and one winner for a version, whatever writes at once.</summary>
public sealed class StorageTests : IAsyncLifetime
{
    private OrleansTables _tables = null!;

    public async Task InitializeAsync() => _tables = await OrleansTables.CreateAsync();

    public async Task DisposeAsync() => await _tables.DisposeAsync();

    [Fact]
    public async Task What_is_written_is_read_and_a_version_is_replaced_once()
    {
        var storage = await _tables.StorageAsync();
        var grain = Named("k1.a");
        var mine = await ReadAsync(storage, grain);
        Assert.False(mine.RecordExists);
        Assert.Null(mine.ETag);

        await WriteAsync(storage, grain, mine, "one");
        var theirs = await ReadAsync(storage, grain);
        Assert.Equal("one", theirs.State!.Text);
        Assert.Equal(mine.ETag, theirs.ETag);

        await WriteAsync(storage, grain, theirs, "two");
        Assert.NotEqual(mine.ETag, theirs.ETag);
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(storage, grain, mine, "late"));
        Assert.Equal("two", (await ReadAsync(storage, grain)).State!.Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_first_writes_that_race_one_wins_and_the_others_find_a_conflict(bool withoutExtension)
    {
        const int clients = 16, keys = 300;
        var (won, lost) = await RaceAsync(clients, keys, key => withoutExtension ? Numbered(key) : Named("k1." + key.ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(keys, won);
        Assert.Equal(keys * (clients - 1), lost);
        Assert.Equal(keys, await CountAsync());
        Assert.Equal(keys, await CountIdentitiesAsync());
    }

    [Fact]
    public async Task Without_the_unique_index_the_race_would_leave_duplicates()
    {
        // The check of the check: what the index is for shows when it is gone.
        await _tables.ExecuteAsync("DROP INDEX orleansstorage_identity");
        await RaceAsync(clients: 4, keys: 20, key => Named("k1." + key.ToString(CultureInfo.InvariantCulture)));
        Assert.True(await CountAsync() > await CountIdentitiesAsync());
    }

    [Fact]
    public async Task Of_replacements_that_race_one_wins()
    {
        const int clients = 16;
        var grain = Named("k1.raced");
        var storages = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => _tables.StorageAsync()));
        var first = new GrainState<Noted>(new Noted());
        await WriteAsync(storages[0], grain, first, "first");
        var won = await Task.WhenAll(storages.Select(async storage => await TryWriteAsync(storage, grain, new GrainState<Noted>(new Noted(), first.ETag))));
        Assert.Single(won, wins => wins);
    }

    [Fact]
    public async Task Cleared_state_keeps_its_row_and_version_where_it_is_not_to_be_deleted()
    {
        var storage = await _tables.StorageAsync(OrleansTables.Kept);
        var grain = Named("k1.cleared");
        var state = new GrainState<Noted>(new Noted());
        await WriteAsync(storage, grain, state, "personal");
        var stale = new GrainState<Noted>(new Noted(), state.ETag) { RecordExists = true };
        await storage.ClearStateAsync("noted", grain, state);
        Assert.False(state.RecordExists);
        Assert.Equal(1, await CountAsync());
        Assert.Equal(0L, await _tables.ScalarAsync<long>("SELECT count(PayloadBinary) FROM OrleansStorage"));
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.ClearStateAsync("noted", grain, stale));
        await WriteAsync(storage, grain, state, "again");
        Assert.Equal("again", (await ReadAsync(storage, grain)).State!.Text);
    }

    [Fact]
    public async Task Cleared_state_leaves_nothing_where_it_is_to_be_deleted()
    {
        var storage = await _tables.StorageAsync(OrleansTables.Deleted);
        var grain = Named("k1.erased");
        var state = new GrainState<Noted>(new Noted());
        await WriteAsync(storage, grain, state, "personal");
        var stale = new GrainState<Noted>(new Noted(), state.ETag) { RecordExists = true };
        await WriteAsync(storage, grain, state, "more");
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.ClearStateAsync("noted", grain, stale));
        Assert.Equal(1, await CountAsync());

        await storage.ClearStateAsync("noted", grain, state);
        Assert.Equal(0, await CountAsync());
        Assert.False((await ReadAsync(storage, grain)).RecordExists);
        await WriteAsync(storage, grain, state, "anew");
        Assert.Equal("anew", (await ReadAsync(storage, grain)).State!.Text);
    }

    [Fact]
    public async Task After_the_largest_version_a_row_can_still_be_written()
    {
        var storage = await _tables.StorageAsync();
        var grain = Named("k1.old");
        await WriteAsync(storage, grain, new GrainState<Noted>(new Noted()), "one");
        await _tables.ExecuteAsync("UPDATE OrleansStorage SET Version = 2147483647");
        var state = await ReadAsync(storage, grain);
        await WriteAsync(storage, grain, state, "two");
        await WriteAsync(storage, grain, state, "three");
        Assert.Equal("three", (await ReadAsync(storage, grain)).State!.Text);
    }

    [Fact]
    public async Task Grains_that_differ_in_type_key_or_extension_only_are_different_rows()
    {
        var storage = await _tables.StorageAsync();
        GrainId[] grains = [Numbered(1), Numbered(2), Named("k1.x"), Named("k1.X"), Named("1+x"), Named("1+y")];
        foreach (var grain in grains)
        {
            await WriteAsync(storage, grain, new GrainState<Noted>(new Noted()), grain.ToString());
        }

        Assert.Equal(grains.Length, await CountAsync());
        foreach (var grain in grains)
        {
            Assert.Equal(grain.ToString(), (await ReadAsync(storage, grain)).State!.Text);
        }
    }

    private async Task<(int Won, int Lost)> RaceAsync(int clients, int keys, Func<int, GrainId> grain)
    {
        var storages = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => _tables.StorageAsync()));
        var won = 0;
        for (var key = 0; key < keys; key++)
        {
            // All clients are at the same key, each with a state of its own that was never read.
            var wins = await Task.WhenAll(storages.Select(storage => TryWriteAsync(storage, grain(key), new GrainState<Noted>(new Noted()))));
            won += wins.Count(wins => wins);
        }

        return (won, (clients * keys) - won);
    }

    private static async Task<bool> TryWriteAsync(IGrainStorage storage, GrainId grain, GrainState<Noted> state)
    {
        try
        {
            await WriteAsync(storage, grain, state, "raced");
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }

    private static Task WriteAsync(IGrainStorage storage, GrainId grain, GrainState<Noted> state, string text)
    {
        state.State = new Noted { Text = text };
        return storage.WriteStateAsync("noted", grain, state);
    }

    private static async Task<GrainState<Noted>> ReadAsync(IGrainStorage storage, GrainId grain)
    {
        var state = new GrainState<Noted>(new Noted());
        await storage.ReadStateAsync("noted", grain, state);
        return state;
    }

    private static GrainId Named(string key) => GrainId.Create("noted", key);

    private static GrainId Numbered(long key) => GrainId.Create(GrainType.Create("noted"), GrainIdKeyExtensions.CreateIntegerKey(key));

    private Task<long> CountAsync() => _tables.ScalarAsync<long>("SELECT count(*) FROM OrleansStorage");

    private Task<long> CountIdentitiesAsync() => _tables.ScalarAsync<long>(
        "SELECT count(DISTINCT (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, GrainIdExtensionString, ServiceId)) FROM OrleansStorage");

    /// <summary>A state like any other.</summary>
    public sealed class Noted
    {
        public string Text { get; set; } = "";
    }
}
