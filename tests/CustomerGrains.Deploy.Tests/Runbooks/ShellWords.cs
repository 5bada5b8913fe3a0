using System.Text;

namespace CustomerGrains.Deploy.Tests.Runbooks;

/// <summary>Takes lines of shell apart into simple commands, as far as the runbooks use it: words, quotes, pipes, lists, redirections.</summary>
internal static class ShellWords
{
    private static readonly string[] Keywords = ["for", "do", "done", "if", "then", "fi", "else"];

    /// <summary>The commands of some lines, each as its words; without assignments before them, redirections and the words of loops.</summary>
    public static IEnumerable<IReadOnlyList<string>> Commands(string text)
    {
        foreach (var line in text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
        {
            foreach (var words in Split(line))
            {
                var command = words.SkipWhile(word => Keywords.Contains(word) || IsAssignment(word)).ToList();
                if (command.Count > 0 && !words[0].Equals("for", StringComparison.Ordinal))
                {
                    yield return command;
                }
            }
        }
    }

    private static bool IsAssignment(string word) => word.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && word[..equals].All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    private static List<List<string>> Split(string line)
    {
        List<List<string>> commands = [[]];
        StringBuilder? word = null;
        for (var at = 0; at < line.Length; at++)
        {
            switch (line[at])
            {
                case '\'' or '"':
                    var end = line.IndexOf(line[at], at + 1);
                    Assert.True(end > at, $"A quote does not end: {line}");
                    (word ??= new StringBuilder()).Append(line, at + 1, end - at - 1);
                    at = end;
                    break;
                case '#' when word is null:
                    at = line.Length;
                    break;
                case '|' or ';' or '&':
                    End();
                    commands.Add([]);
                    break;
                case '>' or '<':
                    End();
                    commands.Add([]);
                    // What a redirection names is a file and no command.
                    at = line.IndexOfAny(['|', ';', '&'], at) is >= 0 and var next ? next : line.Length;
                    break;
                case ' ':
                    End();
                    break;
                default:
                    (word ??= new StringBuilder()).Append(line[at]);
                    break;
            }
        }

        End();
        return [.. commands.Where(words => words.Count > 0)];

        void End()
        {
            if (word is not null)
            {
                commands[^1].Add(word.ToString());
                word = null;
            }
        }
    }
}
