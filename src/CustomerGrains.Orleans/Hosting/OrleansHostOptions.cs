using System.Net;

namespace CustomerGrains.Orleans.Hosting;

/// <summary>How a silo joins its cluster and how much it holds. None of these changes which records are one customer.</summary>
public sealed class OrleansHostOptions
{
    /// <summary>Names the service whose grain state is in the database. Never changes: under another name all of it would be gone. Default: "customergrains".</summary>
    public const string ServiceId = "customergrains";

    /// <summary>Name of the storage that grains with state of their own use.</summary>
    public const string StateStorage = "customergrains";

    /// <summary>Names the set of silos that form one cluster. Silos of two major versions of Orleans need two names, and must not run at once. Default: "default".</summary>
    public string ClusterId { get; set; } = "default";

    /// <summary>How to reach the database with Orleans' tables. Default: none, it must be given.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>Address that the other silos reach this one at. Default: null, 127.0.0.1.</summary>
    public IPAddress? AdvertisedAddress { get; set; }

    /// <summary>Port for the other silos. Anybody who reaches it can call any grain: keep it within the cluster's network. Default: 11111.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>Port for Orleans clients outside the silos. The doors are in the silos, so nothing needs it. Default: 0, closed.</summary>
    public int GatewayPort { get; set; }

    /// <summary>How long a blocking key's grain may be idle before it is dropped. There are very many, most are called a few times, and one that comes back costs a read. Default: 3 minutes.</summary>
    public TimeSpan KeyIdleMax { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>How long an owner's grain may be idle before it is dropped. It remembers nothing. Default: 2 minutes.</summary>
    public TimeSpan OwnerIdleMax { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How often idle grains are looked for; shorter than both of the above. Default: 1 minute.</summary>
    public TimeSpan CollectionInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Share of the process's memory above which idle grains are dropped early, in per cent. Default: 80.</summary>
    public int MemoryPercentMax { get; set; } = 80;

    /// <summary>Calls that may wait at one grain; one more is refused as overloaded. Default: 2,000.</summary>
    public int WaitingCallsMax { get; set; } = 2_000;

    /// <summary>How long a call to a grain may take before its outcome counts as unknown and it is made again. Default: 15 seconds.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a record must be unresolved before a silo takes it up that did not accept it; longer than taking one in takes. Does not matter while there is one silo. Default: 3 seconds.</summary>
    public TimeSpan SweepSettleTime { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Collect what Orleans' dashboard shows, and offer its grains to the cluster. Each call to a grain of this silo is then counted. Default: false.</summary>
    public bool Dashboard { get; set; }

    /// <summary>Throws when a value makes no sense.</summary>
    /// <exception cref="ArgumentException">Names the option.</exception>
    public void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(ClusterId);
        Require(ClusterId.Length <= 150, nameof(ClusterId), "has at most 150 characters");
        Require(SiloPort is > 0 and <= 65_535, nameof(SiloPort), "is 1 to 65535");
        Require(GatewayPort is >= 0 and <= 65_535, nameof(GatewayPort), "is 0 to 65535");
        Require(GatewayPort != SiloPort, nameof(GatewayPort), "is another than SiloPort");
        Require(CollectionInterval >= TimeSpan.FromMilliseconds(100), nameof(CollectionInterval), "is at least 100 milliseconds");
        Require(KeyIdleMax > CollectionInterval, nameof(KeyIdleMax), "is longer than CollectionInterval");
        Require(OwnerIdleMax > CollectionInterval, nameof(OwnerIdleMax), "is longer than CollectionInterval");
        Require(MemoryPercentMax is >= 10 and <= 99, nameof(MemoryPercentMax), "is 10 to 99");
        Require(WaitingCallsMax >= 1, nameof(WaitingCallsMax), "is at least 1");
        Require(SweepSettleTime > TimeSpan.Zero, nameof(SweepSettleTime), "is longer than zero");
        Require(CallTimeout >= TimeSpan.FromSeconds(1), nameof(CallTimeout), "is at least 1 second");
    }

    private static void Require(bool holds, string option, string wanted)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(option, $"{option} {wanted}.");
        }
    }
}
