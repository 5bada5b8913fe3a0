using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CustomerGrains.Stores.Migrations;

/// <summary>A step of a schema: an embedded file named "NNNN-what.sql". Applied files are never edited; a change is a new file.</summary>
internal sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>Line ends do not count: a checkout may change them.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>The steps of one kind of store.</summary>
    /// <param name="folder">Folder of the steps, as the project file names their resources: "Sqlite", "PostgreSql".</param>
    public static IReadOnlyList<Migration> Load(string folder)
    {
        var assembly = typeof(Migration).Assembly;
        var migrations = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder + "/", StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
                var file = name[(folder.Length + 1)..];
                return new Migration(int.Parse(file.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), file[5..^4], reader.ReadToEnd());
            })
            .ToArray();
        return migrations.Index().All(step => step.Item.Number == step.Index + 1)
            ? migrations
            : throw new InvalidOperationException("Schema steps must be numbered from 1 without gaps.");
    }
}
