using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CustomerGrains.Stores.Sqlite;

/// <summary>A step of the schema: an embedded file named "NNNN-what.sql". Applied files are never edited; a change is a new file.</summary>
internal sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>Line ends do not count: a checkout may change them.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));
}

/// <summary>The store cannot be used by this build, or not as it is.</summary>
public sealed class StoreFormatException(string message) : Exception(message);

/// <summary>Brings a database to the schema of this build.</summary>
internal static class SchemaMigrations
{
    public static IReadOnlyList<Migration> All { get; } = Load();

    /// <summary>Applies what is missing, each step in a transaction of its own.</summary>
    /// <exception cref="StoreFormatException">The database is of a newer build, or an applied step is not what this build has.</exception>
    public static void Apply(SqliteDatabase database, TimeProvider time) => Apply(database, time, All);

    public static void Apply(SqliteDatabase database, TimeProvider time, IReadOnlyList<Migration> migrations)
    {
        database.BeginWrite();
        try
        {
            database.Execute("CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT");
            database.Commit();
        }
        catch
        {
            database.Rollback();
            throw;
        }

        var applied = Check(database, migrations);
        foreach (var migration in migrations.Skip(applied))
        {
            database.BeginWrite();
            try
            {
                database.Execute(migration.Sql);
                using var insert = database.Prepare("INSERT INTO migration (number, name, checksum, applied_at) VALUES (?, ?, ?, ?)");
                insert.With(migration.Number).With(migration.Name).With(migration.Checksum).With(Encodings.ToColumn(time.GetUtcNow())).Run();
                database.Commit();
            }
            catch
            {
                database.Rollback();
                throw;
            }
        }
    }

    /// <summary>Compares the applied steps with this build's.</summary>
    /// <returns>How many steps are applied.</returns>
    public static int Check(SqliteDatabase database, IReadOnlyList<Migration> migrations)
    {
        var applied = 0;
        using var select = database.Prepare("SELECT number, name, checksum FROM migration ORDER BY number");
        while (select.Step())
        {
            var number = select.Int32(0);
            if (number > migrations.Count)
            {
                throw new StoreFormatException(
                    $"The store was written by a newer version: it has schema step {number} ('{select.Text(1)}'), this version knows steps up to {migrations.Count}. Use that version or a newer one.");
            }

            if (number != ++applied || select.Text(2) != migrations[applied - 1].Checksum)
            {
                throw new StoreFormatException(
                    $"Schema step {number} ('{select.Text(1)}') of the store is not the one this version has: the store or the program was changed by hand.");
            }
        }

        return applied;
    }

    private static Migration[] Load()
    {
        var assembly = typeof(SchemaMigrations).Assembly;
        var migrations = assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
                return new Migration(int.Parse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), name[5..^4], reader.ReadToEnd());
            })
            .ToArray();
        return migrations.Index().All(step => step.Item.Number == step.Index + 1)
            ? migrations
            : throw new InvalidOperationException("Schema steps must be numbered from 1 without gaps.");
    }
}
