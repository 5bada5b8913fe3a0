using CustomerGrains.Stores.Migrations;

namespace CustomerGrains.Stores.Sqlite;

/// <summary>Brings a database to the schema of this build.</summary>
internal static class SchemaMigrations
{
    public static IReadOnlyList<Migration> All { get; } = Migration.Load("Sqlite");

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
        var applied = new List<AppliedStep>();
        using var select = database.Prepare("SELECT number, name, checksum FROM migration");
        while (select.Step())
        {
            applied.Add(new AppliedStep(select.Int32(0), select.Text(1), select.Text(2)));
        }

        return AppliedSteps.Check(applied, migrations);
    }
}
