using CustomerGrains.Cli.Commands;
using CustomerGrains.Cli.Showing;

namespace CustomerGrains.Cli.Tests.Commands;

/// <summary>A command line run in this process, and what it wrote.</summary>
internal sealed record Run(int ExitCode, string Answers, string Complaints)
{
    public static async Task<Run> OfAsync(params string[] arguments)
    {
        using var answers = new StringWriter();
        using var complaints = new StringWriter();
        var exitCode = await CommandLine.RunAsync(arguments, new Terminal(answers, complaints));
        return new Run(exitCode, answers.ToString(), complaints.ToString());
    }
}
