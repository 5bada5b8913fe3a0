using System.Text;

namespace CustomerGrains.Cli.Importing.Mapping;

/// <summary>Column names as they are compared: "First Name", "firstName" and "FIRST_NAME" are one.</summary>
internal static class ColumnName
{
    /// <summary>Lower case, words joined by '_'.</summary>
    public static string Fold(string name)
    {
        var folded = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            var character = name[i];
            if (!char.IsLetterOrDigit(character))
            {
                Gap(folded);
                continue;
            }

            // A capital after a small letter begins a word: dateOfBirth.
            if (i > 0 && char.IsUpper(character) && char.IsLower(name[i - 1]))
            {
                Gap(folded);
            }

            folded.Append(char.ToLowerInvariant(character));
        }

        return folded.ToString().TrimEnd('_');
    }

    private static void Gap(StringBuilder folded)
    {
        if (folded.Length > 0 && folded[^1] != '_')
        {
            folded.Append('_');
        }
    }
}
