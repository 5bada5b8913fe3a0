using System.Collections.Frozen;

namespace CustomerGrains.Matching.Standardising.Names;

/// <summary>Groups of given names that one person may go by.</summary>
/// <remarks>The table is the embedded <c>nicknames.txt</c>: one group a line. A group's number is its position, and features in the journal hold
/// the numbers, so lines are only ever appended. A name may stand in several groups; sharing a group is not transitive.</remarks>
public static class Nicknames
{
    private static readonly (FrozenDictionary<string, ushort[]> GroupsByName, int Count) Table = Load();

    private static readonly FrozenDictionary<string, ushort[]> GroupsByName = Table.GroupsByName;

    /// <summary>Number of groups.</summary>
    public static int GroupCount => Table.Count;

    /// <summary>Number of names.</summary>
    public static int NameCount => GroupsByName.Count;

    /// <summary>Sorted numbers of the groups a folded given name belongs to. The array is shared: read only.</summary>
    public static ushort[] GroupsOf(string name) => GroupsByName.GetValueOrDefault(name, []);

    private static (FrozenDictionary<string, ushort[]> GroupsByName, int Count) Load()
    {
        using var stream = typeof(Nicknames).Assembly.GetManifestResourceStream("CustomerGrains.Matching.nicknames.txt")
            ?? throw new InvalidOperationException("The table of nicknames is missing from the assembly.");
        using var reader = new StreamReader(stream);
        var groups = new Dictionary<string, SortedSet<ushort>>(StringComparer.Ordinal);
        ushort number = 0;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            foreach (var name in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (!groups.TryGetValue(name, out var numbers))
                {
                    groups[name] = numbers = [];
                }

                numbers.Add(number);
            }

            number = checked((ushort)(number + 1));
        }

        return (groups.ToFrozenDictionary(group => group.Key, group => group.Value.ToArray(), StringComparer.Ordinal), number);
    }
}
