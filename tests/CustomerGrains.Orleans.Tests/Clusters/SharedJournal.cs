using CustomerGrains.Index;
using CustomerGrains.Index.Tests.Checking;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Stores.Sqlite;

namespace CustomerGrains.Orleans.Tests.Clusters;

/// <summary>A real journal in a folder of its own, which the silos of this process share: grains see the port only, so to them it is the database of a cluster.</summary>
internal sealed class SharedJournal : IAsyncDisposable
{
    private readonly string _folder;

    private SharedJournal(string folder, SqliteJournal journal)
    {
        _folder = folder;
        Journal = journal;
    }

    public SqliteJournal Journal { get; }

    public IndexChecker Checker => new(Journal, Journal);

    public static async Task<SharedJournal> OpenAsync(int crowdLimit = CrowdedValues.LimitDefault)
    {
        var folder = Directory.CreateTempSubdirectory("customergrains-").FullName;
        var journal = SqliteJournal.Open(folder, new SqliteStoreOptions { SynchronousFull = false });
        await journal.GetOrAddSettingAsync(IndexSettings.KeySecret, new byte[16]);
        await journal.GetOrAddSettingAsync(IndexSettings.CrowdLimit, IndexSettings.WriteCrowdLimit(crowdLimit));
        foreach (var source in SmallWorld.Sources)
        {
            await journal.PutSourceAsync(source);
        }

        return new SharedJournal(folder, journal);
    }

    public async ValueTask DisposeAsync()
    {
        await Journal.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
