using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Stores.Tests.Contract;

/// <summary>What every store must do: the rules of the port, one test each. Derived once per store.</summary>
public abstract partial class JournalContract : IAsyncLifetime
{
    /// <summary>Weight at or above which links are edges in these tests.</summary>
    internal const int LinkThreshold = 1000;

    private IJournalFixture _fixture = null!;

    protected IJournal Journal => _fixture.Journal;

    protected ISourceStore Sources => _fixture.Sources;

    protected ManualTime Time => _fixture.Time;

    public async Task InitializeAsync() => _fixture = await OpenAsync();

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    protected abstract Task<IJournalFixture> OpenAsync();

    protected Task ReopenAsync() => _fixture.ReopenAsync();

    protected static RecordIdentity Identity(string id) => new("crm", id);

    protected static BlockingKey[] Keys(params ulong[] keys) => [.. keys.Order().Select(key => new BlockingKey(key))];

    /// <summary>A put of a record whose content is one number.</summary>
    protected static AcceptRequest Put(string id, byte content, params ulong[] keys) => new()
    {
        Identity = Identity(id),
        Payload = [content, 1],
        Features = [content, 2],
        ContentHash = content,
        Keys = new BlockingKeySet(Keys(keys), []),
    };

    protected static AcceptRequest Delete(string id) => new() { Identity = Identity(id), IsDelete = true };

    protected async Task<RecordRevision> AcceptAsync(AcceptRequest request)
    {
        var reply = await Journal.AcceptAsync(request);
        return new RecordRevision(reply.No, reply.Revision);
    }

    /// <summary>Accepts a record and commits it as a component and customer of its own, as is done when it matches nobody.</summary>
    protected async Task<RecordRevision> AcceptAloneAsync(AcceptRequest request)
    {
        var record = await AcceptAsync(request);
        Assert.True((await Journal.CommitAsync(Commits.Alone(record))).Committed);
        return record;
    }

    protected async Task<JournalRecord> ReadAsync(RecordNo record) => (await Journal.ReadRecordsAsync([record]))[0]!;

    protected async Task<long> EpochAsync(RecordNo component) =>
        Assert.Single((await Journal.ReadComponentsAsync([component])).Epochs, epoch => epoch.Component == component).Epoch;

    protected Task<ComponentSnapshot> SnapshotAsync(params RecordNo[] records) => Journal.ReadComponentsAsync(records).AsTask();

    protected static void AssertKeys(AcceptReply reply, params (ulong Key, RecordRevision Predecessor)[] expected) =>
        Assert.Equal(expected.Select(key => new AcceptedKey(new BlockingKey(key.Key), key.Predecessor)), reply.Keys);
}
