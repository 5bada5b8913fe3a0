using System.Globalization;

namespace CustomerGrains.PostgresServers;

/// <summary>Where PostgreSQL's programs are on this machine.</summary>
public static class PostgresBinaries
{
    /// <summary>Folder of <c>postgres</c>, <c>initdb</c>, <c>pg_dump</c> and the others: the newest that Debian's packages put down, else the one on the PATH.</summary>
    /// <exception cref="InvalidOperationException">There is none. Tests fail by it and never skip: a database that is not there must not read as green.</exception>
    public static string Folder { get; } = Find();

    private static string Find()
    {
        const string debian = "/usr/lib/postgresql";
        var packaged = (Directory.Exists(debian) ? Directory.GetDirectories(debian) : [])
            .Where(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .OrderByDescending(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture))
            .Select(folder => Path.Combine(folder, "bin"));
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return packaged.Concat(path).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "initdb")))
            ?? throw new InvalidOperationException("PostgreSQL is missing: run build/postgres.sh, which installs Debian's package, or put 'postgres' and 'initdb' of version 15 or later on the PATH.");
    }
}
