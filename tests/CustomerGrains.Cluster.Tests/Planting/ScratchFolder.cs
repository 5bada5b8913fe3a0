using CustomerGrains.Cluster.Tests.Checking;
using CustomerGrains.Index.Journal;
using CustomerGrains.Stores.Sqlite;

namespace CustomerGrains.Cluster.Tests.Planting;

/// <summary>The embedded store, in a folder of its own.</summary>
internal sealed class ScratchFolder : ScratchStore
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cg-scratch-");

    public override StoreLocation Location => StoreLocation.OfFolder(_folder.FullName);

    public override Task<ScratchStore> CopyAsync()
    {
        var copy = new ScratchFolder();
        foreach (var file in _folder.GetFiles($"{DataFolder.DatabaseName}*"))
        {
            file.CopyTo(Path.Combine(copy._folder.FullName, file.Name));
        }

        return Task.FromResult<ScratchStore>(copy);
    }

    public override ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>One process at a time has the folder, so the indexes share its journal.</summary>
    protected override Task<IReadOnlyList<(IJournal Journal, ISourceStore Sources)>> OpenAsync()
    {
        var journal = SqliteJournal.Open(_folder.FullName);
        return Task.FromResult<IReadOnlyList<(IJournal, ISourceStore)>>([.. Enumerable.Repeat<(IJournal, ISourceStore)>((journal, journal), Indexes)]);
    }
}
