using System.Net;
using CustomerGrains.Index;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Stores.PostgreSql;
using CustomerGrains.Stores.Sqlite;

namespace CustomerGrains.Server;

/// <summary>How the server listens, where it keeps its store, and how much it takes at once. Checked before it starts.</summary>
public sealed class ServerOptions
{
    /// <summary>Folder of the embedded store; made when it is not there. Not used with <see cref="Postgres"/>. Default: "./data".</summary>
    public string DataFolder { get; set; } = "./data";

    /// <summary>Connection string of a PostgreSQL database, as Npgsql reads it, that is the store instead of the data folder. It has the schema of this version (<c>cgrains migrate</c>). Never logged or shown.
    /// Default: none.</summary>
    public string? Postgres { get; set; }

    /// <summary>This server is one of several on one database, which share the work: a silo of an Orleans cluster. Needs <see cref="Postgres"/>. Default: false, it runs everything itself.</summary>
    public bool Cluster { get; set; }

    /// <summary>Name of the cluster; servers of one name on one database find each other. Default: "default".</summary>
    public string ClusterId { get; set; } = "default";

    /// <summary>Address, not a name, at which the other servers of the cluster reach this one. Default: 127.0.0.1.</summary>
    public string Advertise { get; set; } = "127.0.0.1";

    /// <summary>Port for the other servers of the cluster. Whoever reaches it can do anything to the index: keep it within the cluster. Default: 11111.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>Port for Orleans clients of your own; nothing here needs it. Default: 0, closed.</summary>
    public int GatewayPort { get; set; }

    /// <summary>Address and port for Orleans' dashboard (HTTP/1.1 without TLS: the machine itself, or behind something that does TLS), e.g. "127.0.0.1:7490". Needs <see cref="Cluster"/> and
    /// <see cref="DashboardPasswordFile"/>. Default: none, off.</summary>
    public string? DashboardListen { get; set; }

    /// <summary>File whose one line, of at least 20 characters, is the password of the dashboard (HTTP Basic, any user name). Read at start; not to be readable by everybody on the machine. Default: none.</summary>
    public string? DashboardPasswordFile { get; set; }

    /// <summary>Address and port for gRPC (HTTP/2 without TLS), e.g. "127.0.0.1:7400"; port 0 takes a free one, "*:7400" listens on all addresses. Default: "127.0.0.1:7400".</summary>
    public string GrpcListen { get; set; } = "127.0.0.1:7400";

    /// <summary>Address and port for JSON, staff pages, health and metrics (HTTP/1.1). Default: "127.0.0.1:7480".</summary>
    public string HttpListen { get; set; } = "127.0.0.1:7480";

    /// <summary>Offers gRPC server reflection, which shows the contracts to anyone who can connect. Default: false; true in the Development environment.</summary>
    public bool? Reflection { get; set; }

    /// <summary>Where metrics and traces are sent by OTLP, e.g. "http://127.0.0.1:4317". Default: none, nothing is sent.</summary>
    public string? OtlpEndpoint { get; set; }

    /// <summary>Records of one stream under way at once; past it the server stops reading the stream. Default: 512.</summary>
    public int StreamInFlightMax { get; set; } = 512;

    /// <summary>Bytes of one stream's messages under way at once; past it the server stops reading the stream. Default: 32 MiB.</summary>
    public long StreamInFlightBytesMax { get; set; } = 32 << 20;

    /// <summary>How long a stream's client may leave its answers unread before the stream is cut. Default: 60 seconds.</summary>
    public TimeSpan StreamWriteStallMax { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Largest message taken, in bytes. A larger one ends its call, because what follows it cannot be told apart. Default: 16 MiB.</summary>
    public int MessageBytesMax { get; set; } = 16 << 20;

    /// <summary>How long a stopping server waits for calls under way. Default: 30 seconds.</summary>
    public TimeSpan ShutdownMax { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often records and decisions are looked for whose resolution was cut off. Default: 30 seconds.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Others that may have a blocking key for whoever accepts a record to compare it with them itself; the grain of a key that more have is asked. Changes cost, not outcome; servers of a cluster may differ.
    /// Default: 32.</summary>
    public int SmallKeyOthersMax { get; set; } = 32;

    /// <summary>File of the matching model that a fresh store is put under, and that a store must be under. Default: none, whatever the store is under; the built-in model for a fresh one.</summary>
    public string? ModelFile { get; set; }

    /// <summary>How the embedded store keeps its file. Default: its defaults.</summary>
    public SqliteStoreOptions Store { get; set; } = new();

    /// <summary>Changes how much the index holds and does at once. Default: null, its defaults, <see cref="SweepInterval"/> and <see cref="SmallKeyOthersMax"/>.</summary>
    public Action<IndexOptions>? ConfigureIndex { get; set; }

    /// <summary>Options from environment and command line: each by its name, e.g. <c>CGRAINS_DATAFOLDER</c> or <c>--DataFolder ./data</c>, which counts more. What neither names keeps its default.</summary>
    /// <exception cref="ServerOptionsException">A value cannot be read.</exception>
    public static ServerOptions Read(params string[] args)
    {
        var options = new ServerOptions();
        try
        {
            new ConfigurationBuilder().AddEnvironmentVariables("CGRAINS_").AddCommandLine(args).Build().Bind(options);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw new ServerOptionsException(e.Message);
        }

        return options;
    }

    /// <summary>Throws when a value makes no sense.</summary>
    /// <exception cref="ServerOptionsException">Says which, and what is wanted.</exception>
    public void Validate()
    {
        Require(!string.IsNullOrWhiteSpace(DataFolder), nameof(DataFolder), "names no folder");
        ValidatePostgres();
        ClusterHost.Validate(this);
        ParseListen(GrpcListen, nameof(GrpcListen));
        ParseListen(HttpListen, nameof(HttpListen));
        Require(OtlpEndpoint is null || (Uri.TryCreate(OtlpEndpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"), nameof(OtlpEndpoint), "must start with http:// or https://");
        Require(StreamInFlightMax is >= 1 and <= 65_536, nameof(StreamInFlightMax), "must be 1 to 65536");
        Require(StreamInFlightBytesMax >= 1024, nameof(StreamInFlightBytesMax), "must be at least 1024");
        Require(StreamWriteStallMax > TimeSpan.Zero, nameof(StreamWriteStallMax), "must be longer than zero");
        Require(MessageBytesMax >= 1024, nameof(MessageBytesMax), "must be at least 1024");
        Require(ShutdownMax >= TimeSpan.Zero, nameof(ShutdownMax), "must not be negative");
        Require(SmallKeyOthersMax is >= 0 and <= IndexOptions.SmallKeyOthersCeiling, nameof(SmallKeyOthersMax), $"must be 0 to {IndexOptions.SmallKeyOthersCeiling}");
        Require(SweepInterval.TotalMilliseconds >= 100, nameof(SweepInterval), "must be at least 100 milliseconds");
        try
        {
            Store.Validate();
        }
        catch (ArgumentException e)
        {
            throw new ServerOptionsException(e.Message);
        }
    }

    internal static IPEndPoint ParseListen(string text, string option)
    {
        var normal = text.StartsWith("localhost:", StringComparison.Ordinal) ? "127.0.0.1" + text["localhost".Length..]
            : text.StartsWith("*:", StringComparison.Ordinal) ? "0.0.0.0" + text[1..]
            : text;
        Require(normal.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(normal, out _), option, $"must be an address and a port such as 127.0.0.1:7400, not '{text}'");
        return IPEndPoint.Parse(normal);
    }

    /// <summary>The model of <see cref="ModelFile"/>.</summary>
    /// <exception cref="ServerOptionsException">The file is not there, or is no model.</exception>
    internal MatchingModel? ReadModel()
    {
        try
        {
            return ModelFile is null ? null : MatchingModel.Parse(File.ReadAllBytes(ModelFile));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new ServerOptionsException($"Option {nameof(ModelFile)} names {ModelFile}: {fault.Message}");
        }
    }

    private void ValidatePostgres()
    {
        try
        {
            _ = Postgres is null ? null : PostgresAddress.Parse(Postgres);
        }
        catch (ArgumentException e)
        {
            throw new ServerOptionsException($"Option {nameof(Postgres)}: {e.Message}");
        }
    }

    internal static void Require(bool holds, string option, string wanted)
    {
        if (!holds)
        {
            throw new ServerOptionsException($"Option {option} {wanted}.");
        }
    }
}

/// <summary>An option of the server makes no sense.</summary>
public sealed class ServerOptionsException(string message) : Exception(message);
