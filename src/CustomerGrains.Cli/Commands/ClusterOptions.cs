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

    private readonly Option<string?> _dashboard = new("--dashboard") { Description = "Address and port for Orleans' dashboard, e.g. 127.0.0.1:7490; port 0 takes a free one. Without TLS: keep it on this machine, or behind something that does TLS. Default: none, off." };
    private readonly Option<string?> _dashboardPassword = new("--dashboard-password-file") { Description = "File with the dashboard's password in one line, 20 characters or more, not readable by everybody. Any user name goes with it. Default: none." };

    public ClusterOptions(Command command)
    {
        command.Add(_cluster);
        command.Add(_clusterId);
        command.Add(_advertise);
        command.Add(_siloPort);
        command.Add(_gatewayPort);
        command.Add(_dashboard);
        command.Add(_dashboardPassword);
    }

    public void Read(ParseResult parsed, ServerOptions options)
    {
        options.Cluster |= parsed.GetValue(_cluster);
        options.ClusterId = parsed.GetValue(_clusterId) ?? options.ClusterId;
        options.Advertise = parsed.GetValue(_advertise) ?? options.Advertise;
        options.SiloPort = parsed.GetValue(_siloPort) ?? options.SiloPort;
        options.DashboardListen = parsed.GetValue(_dashboard) ?? options.DashboardListen;
        options.DashboardPasswordFile = parsed.GetValue(_dashboardPassword) ?? options.DashboardPasswordFile;
        options.GatewayPort = parsed.GetValue(_gatewayPort) ?? options.GatewayPort;
    }
}
