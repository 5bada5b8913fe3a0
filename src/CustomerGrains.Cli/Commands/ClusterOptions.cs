using System.CommandLine;
using CustomerGrains.Server;

namespace CustomerGrains.Cli.Commands;

/// <summary>Options of a server that is one of several on one database.</summary>
internal sealed class ClusterOptions
{
    private readonly Option<bool> _cluster = new("--cluster") { Description = "Share the work with the other servers that run with --cluster on the same database (--postgres)." };
    private readonly Option<string?> _clusterId = new("--cluster-id") { Description = "Name of the cluster; servers of one name on one database find each other. Default: default." };
    private readonly Option<string?> _advertise = new("--advertise") { Description = "Address at which the other servers reach this one. Default: 127.0.0.1." };
    private readonly Option<int?> _siloPort = new("--silo-port") { Description = "Port for the other servers of the cluster; keep it within the cluster's network. Default: 11111." };
    private readonly Option<int?> _gatewayPort = new("--gateway-port") { Description = "Port for Orleans clients of your own. Default: none." };

    public ClusterOptions(Command command)
    {
        command.Add(_cluster);
        command.Add(_clusterId);
        command.Add(_advertise);
        command.Add(_siloPort);
        command.Add(_gatewayPort);
    }

    public void Read(ParseResult parsed, ServerOptions options)
    {
        options.Cluster |= parsed.GetValue(_cluster);
        options.ClusterId = parsed.GetValue(_clusterId) ?? options.ClusterId;
        options.Advertise = parsed.GetValue(_advertise) ?? options.Advertise;
        options.SiloPort = parsed.GetValue(_siloPort) ?? options.SiloPort;
        options.GatewayPort = parsed.GetValue(_gatewayPort) ?? options.GatewayPort;
    }
}
