using System.Collections.Immutable;
using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Orleans.Hosting;

namespace CustomerGrains.Orleans.Membership;

/// <summary>The silos that are members now, as this one sees them: whether it is one itself, its share of the sweep, and word when one is gone.</summary>
/// <remarks>Silos may see different members for a moment. Then two take up the same unresolved work, which is resolved once, or none does, until the next round.</remarks>
public sealed class LiveSilos : ISweepShare, IHostReadiness, ISiloStatusListener, IDisposable
{
    private readonly ISiloStatusOracle _oracle;
    private readonly SiloAddress _self;
    private readonly TimeSpan _settleTime;
    private ImmutableArray<SiloAddress> _active = [];

    public LiveSilos(ISiloStatusOracle oracle, ILocalSiloDetails self, SiloIndexSettings settings)
    {
        _oracle = oracle;
        _self = self.SiloAddress;
        _settleTime = settings.Host.SweepSettleTime;
        oracle.SubscribeToSiloStatusEvents(this);
        Refresh();
    }

    /// <summary>Somebody that was a member is one no longer: what it had under way is for the others to find.</summary>
    public event Action? SiloGone;

    /// <summary>This silo takes part in the cluster, as the membership table has it.</summary>
    public bool IsReady => _oracle.CurrentStatus == SiloStatus.Active;

    /// <summary>Zero while this is the only silo: then nobody else can be at it.</summary>
    public TimeSpan SettleTime => _active.Length <= 1 ? TimeSpan.Zero : _settleTime;

    /// <summary>Members now.</summary>
    public int Count => _active.Length;

    /// <summary>Of all members this one has the largest hash with the record; so when one is gone only its share moves.</summary>
    public bool IsMine(RecordNo record)
    {
        var active = _active;
        var mine = Weight(_self, record);
        foreach (var silo in active)
        {
            var weight = Weight(silo, record);
            if (weight > mine || (weight == mine && silo.CompareTo(_self) > 0))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        Refresh();
        if (status is SiloStatus.Dead && !updatedSilo.Equals(_self))
        {
            SiloGone?.Invoke();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _oracle.UnSubscribeFromSiloStatusEvents(this);

    private void Refresh() => ImmutableInterlocked.InterlockedExchange(ref _active, [.. _oracle.GetApproximateSiloStatuses(onlyActive: true).Keys]);

    private static ulong Weight(SiloAddress silo, RecordNo record)
    {
        // Mixed so that neighbouring numbers go to different silos.
        var mixed = ((ulong)record.Value * 0x9E3779B97F4A7C15) ^ ((ulong)(uint)silo.GetConsistentHashCode() * 0xC2B2AE3D27D4EB4F);
        mixed = (mixed ^ (mixed >> 29)) * 0xBF58476D1CE4E5B9;
        return mixed ^ (mixed >> 32);
    }
}
