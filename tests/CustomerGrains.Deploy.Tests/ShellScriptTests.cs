namespace CustomerGrains.Deploy.Tests;

public sealed class ShellScriptTests
{
    public static TheoryData<string> Scripts() => [.. Checkout.Files.Where(file => file.EndsWith(".sh", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Shell_scripts_parse_stop_at_errors_and_can_be_run(string script)
    {
        var text = Checkout.Read(script);
        if (!text.StartsWith("# Sourced by ", StringComparison.Ordinal))
        {
            Assert.StartsWith("#!/usr/bin/env bash\n", text, StringComparison.Ordinal);
            Assert.Contains("\nset -euo pipefail\n", text, StringComparison.Ordinal);
            Assert.True(File.GetUnixFileMode(Checkout.FullPath(script)).HasFlag(UnixFileMode.UserExecute));
        }

        var (exitCode, output) = Shell.Start("bash", ["-n", Checkout.FullPath(script)]);
        Assert.True(exitCode == 0, output);
    }
}
