namespace CustomerGrains.Cli.Commands;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>Everything was done.</summary>
    public const int Done = 0;

    /// <summary>It was done, and something needs a look: rejected records, findings of verify.</summary>
    public const int Look = 1;

    /// <summary>The command line, a file or a mapping is wrong; nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>The server does not answer; or one cannot start, because its port or its data folder is taken.</summary>
    public const int Unreachable = 3;

    /// <summary>What was asked for does not exist.</summary>
    public const int NotFound = 4;

    /// <summary>The server refused or failed.</summary>
    public const int Failed = 5;

    /// <summary>Stopped by Ctrl-C.</summary>
    public const int Interrupted = 130;
}
