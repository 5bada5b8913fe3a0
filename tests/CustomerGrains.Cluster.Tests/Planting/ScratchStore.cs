using CustomerGrains.Cluster.Tests.Checking;
using CustomerGrains.Cluster.Tests.Histories;
using CustomerGrains.Cluster.Tests.Planning;
using CustomerGrains.Index;
using CustomerGrains.Index.Journal;

namespace CustomerGrains.Cluster.Tests.Planting;

/// <summary>A store to be filled, copied and spoilt.</summary>
internal abstract class ScratchStore : IAsyncDisposable
{
    /// <summary>Indexes that share it in a run.</summary>
    protected const int Indexes = 3;

    public abstract StoreLocation Location { get; }

    /// <summary>An empty store.</summary>
    public static async Task<ScratchStore> MakeAsync(string kind) => kind == "postgres" ? await ScratchDatabase.MakeAsync() : new ScratchFolder();

    /// <summary>The same store once more, with nobody using it.</summary>
    public abstract Task<ScratchStore> CopyAsync();

    /// <summary>Does the operations of a plan to several indexes on it.</summary>
    public async Task RunAsync(Plan plan, History history, Bug bug = Bug.None)
    {
        var journals = await OpenAsync();
        foreach (var (_, sources) in journals)
        {
            await sources.GetOrAddSettingAsync(IndexSettings.CrowdLimit, IndexSettings.WriteCrowdLimit(plan.CrowdLimit));
        }

        var memory = new PlantedMemory();
        await new PlantedRun(plan, history).RunAsync([.. journals.Select(one => ((IJournal)new PlantedJournal(one.Journal, bug, memory), one.Sources))]);
        foreach (var journal in journals.Select(one => one.Journal).Distinct())
        {
            await ((IAsyncDisposable)journal).DisposeAsync();
        }
    }

    /// <summary>Runs a statement on it.</summary>
    /// <returns>Rows that were changed.</returns>
    public int Execute(string sql)
    {
        using var connection = Location.ConnectToWrite();
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    public abstract ValueTask DisposeAsync();

    /// <summary>Opens a journal for each index.</summary>
    protected abstract Task<IReadOnlyList<(IJournal Journal, ISourceStore Sources)>> OpenAsync();
}
