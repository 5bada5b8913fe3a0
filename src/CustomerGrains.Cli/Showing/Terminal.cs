using Spectre.Console;

namespace CustomerGrains.Cli.Showing;

/// <summary>Where a command writes: answers to one stream, progress and complaints to the other.</summary>
internal sealed class Terminal
{
    /// <summary>Width of lines where nobody looks through a window: wide enough not to break what a script reads.</summary>
    private const int PipedWidth = 180;

    /// <param name="answers">Usually standard output.</param>
    /// <param name="complaints">Usually standard error.</param>
    /// <param name="answersInteractive">Someone looks at the answers: colours are welcome.</param>
    /// <param name="complaintsInteractive">Someone looks at the progress.</param>
    public Terminal(TextWriter answers, TextWriter complaints, bool answersInteractive = false, bool complaintsInteractive = false)
    {
        Answers = Console(answers, answersInteractive);
        Complaints = Console(complaints, complaintsInteractive);
        IsWatched = complaintsInteractive;
    }

    /// <summary>Answers.</summary>
    public IAnsiConsole Answers { get; }

    /// <summary>Progress and complaints.</summary>
    public IAnsiConsole Complaints { get; }

    /// <summary>Someone watches the progress.</summary>
    public bool IsWatched { get; }

    /// <summary>The terminal of this process. Colours only on a terminal, and never when NO_COLOR is set.</summary>
    public static Terminal OfProcess()
    {
        var colours = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new Terminal(
            System.Console.Out, System.Console.Error, colours && !System.Console.IsOutputRedirected, colours && !System.Console.IsErrorRedirected);
    }

    /// <summary>Writes a line of the answer as it is.</summary>
    public void Say(string line = "") => Answers.Profile.Out.Writer.WriteLine(line);

    /// <summary>Writes a line beside the answer.</summary>
    public void Note(string line) => Complaints.Profile.Out.Writer.WriteLine(line);

    private static IAnsiConsole Console(TextWriter writer, bool interactive)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = interactive ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = interactive ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = interactive ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!interactive)
        {
            console.Profile.Width = PipedWidth;
            console.Profile.Capabilities.Unicode = true;
        }

        return console;
    }
}
