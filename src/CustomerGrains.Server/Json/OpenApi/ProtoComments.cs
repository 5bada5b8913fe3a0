using System.Text.RegularExpressions;

namespace CustomerGrains.Server.Json.OpenApi;

/// <summary>The comments of the contracts by full name, read from the protos themselves: compiled descriptors carry none.</summary>
internal sealed partial class ProtoComments
{
    private const string Prefix = "protos/";

    private readonly Dictionary<string, string> _comments = new(StringComparer.Ordinal);

    private ProtoComments()
    {
    }

    /// <summary>Comments of all contracts that were built into the server.</summary>
    public static ProtoComments Read()
    {
        var comments = new ProtoComments();
        var assembly = typeof(ProtoComments).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            comments.Add(reader.ReadToEnd());
        }

        return comments;
    }

    /// <summary>The comment above a declaration, or null.</summary>
    public string? Find(string fullName) => _comments.GetValueOrDefault(fullName);

    private void Add(string proto)
    {
        var scopes = new Stack<string>();
        var comment = new List<string>();
        foreach (var line in proto.Split('\n').Select(line => line.Trim()))
        {
            if (line.StartsWith("//", StringComparison.Ordinal))
            {
                comment.Add(line[2..].Trim());
                continue;
            }

            var name = Declaration().Match(line) is { Success: true } match ? match.Groups.Values.Skip(1).First(group => group.Success).Value : null;
            if (line.StartsWith("package ", StringComparison.Ordinal))
            {
                scopes.Push(name!);
                comment.Clear();
                continue;
            }

            // The names of a oneof's fields are in the scope of its message.
            var scope = string.Join('.', scopes.Reverse().Where(part => part.Length > 0));
            if (name is not null && comment.Count > 0)
            {
                _comments[$"{scope}.{name}"] = string.Join(' ', comment);
            }

            comment.Clear();
            var opens = line.Count(character => character == '{') - line.Count(character => character == '}');
            for (; opens > 0; opens--)
            {
                scopes.Push(line.StartsWith("oneof ", StringComparison.Ordinal) || name is null || line.StartsWith("rpc ", StringComparison.Ordinal) ? "" : name);
            }

            for (; opens < 0; opens++)
            {
                scopes.Pop();
            }
        }
    }

    [GeneratedRegex(@"^(?:package ([\w.]+);|(?:service|message|enum|oneof|rpc) (\w+)|(?:repeated |optional )?(?:map<[^>]+>|[\w.]+) (\w+) = \d+|(\w+) = \d+)")]
    private static partial Regex Declaration();
}
