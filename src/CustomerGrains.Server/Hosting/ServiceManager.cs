using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging.Console;

namespace CustomerGrains.Server;

/// <summary>Tells systemd when the server serves and when it stops.</summary>
internal static class ServiceManager
{
    /// <remarks>The package's own set-up asks whether the parent process is called systemd, which a unit under ProtectProc= cannot see. The socket is what systemd promises.</remarks>
    public static void AddServiceManager(this IServiceCollection services)
    {
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is not { Length: > 0 })
        {
            return;
        }

        services.AddSingleton<ISystemdNotifier, SystemdNotifier>();
        services.AddSingleton<IHostLifetime, SystemdLifetime>();
        services.Configure<ConsoleLoggerOptions>(console => console.FormatterName = ConsoleFormatterNames.Systemd);
    }
}
