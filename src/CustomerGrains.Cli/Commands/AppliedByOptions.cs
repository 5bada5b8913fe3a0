using System.CommandLine;

namespace CustomerGrains.Cli.Commands;

/// <summary>The options of commands that change the model: who, why, and whether to watch.</summary>
internal sealed class AppliedByOptions
{
    private readonly Option<string> _by = new("--by") { Description = "Who does it. Default: the name you are logged in by.", DefaultValueFactory = _ => Environment.UserName };
    private readonly Option<string> _reason = new("--reason") { Description = "Why, for those who ask later.", DefaultValueFactory = _ => "" };
    private readonly Option<bool> _detach = new("--detach") { Description = "Do not wait until every record is placed anew." };

    public AppliedByOptions(Command command)
    {
        command.Add(_by);
        command.Add(_reason);
        command.Add(_detach);
    }

    public string By(ParseResult parsed) => parsed.GetRequiredValue(_by);

    public string Reason(ParseResult parsed) => parsed.GetRequiredValue(_reason);

    public bool Detaches(ParseResult parsed) => parsed.GetValue(_detach);
}
