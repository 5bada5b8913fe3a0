using CustomerGrains.Deploy.Tests.Running;

namespace CustomerGrains.Deploy.Tests.Image;

/// <summary>The script that asks a container's server how it is, against a real one.</summary>
public sealed class HealthcheckTests
{
    [Theory]
    [InlineData("live")]
    [InlineData("startup")]
    [InlineData("ready")]
    public async Task A_server_that_runs_is_healthy_and_one_that_is_gone_is_not(string question)
    {
        int port;
        await using (var server = await LocalServerHost.StartAsync())
        {
            port = server.HttpAddress.Port;
            Assert.Equal(0, Ask(question, port));
            Assert.NotEqual(0, Ask("no-such-question", port));
        }

        Assert.NotEqual(0, Ask(question, port));
    }

    private static int Ask(string question, int port) => Shell.Start(Checkout.FullPath("deploy/image/healthcheck.sh"), [question, $"{port}"]).ExitCode;
}
