using System.Globalization;
using System.Text;

namespace CustomerGrains.Stores.Sqlite;

/// <summary>The folder of an embedded store, held by one process at a time.</summary>
/// <remarks>Holds "customergrains.db" with its write-ahead log, and "lock". The lock is the operating system's, so a killed process leaves none behind.</remarks>
public sealed class DataFolder : IDisposable
{
    /// <summary>Name of the database in the folder.</summary>
    public const string DatabaseName = "customergrains.db";

    private const string LockName = "lock";

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    public string Path { get; }

    /// <summary>Path of the database.</summary>
    public string DatabasePath => System.IO.Path.Combine(Path, DatabaseName);

    /// <summary>Takes the folder, creating it when it is not there.</summary>
    /// <exception cref="DataFolderInUseException">Another process, or another store of this one, has it.</exception>
    public static DataFolder Take(string path)
    {
        Directory.CreateDirectory(path);
        FileStream held;
        try
        {
            held = new FileStream(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (error is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
        {
            throw new DataFolderInUseException(path, error);
        }

        // For people who look who holds it; nothing reads it.
        held.SetLength(0);
        held.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        held.Flush();
        return new DataFolder(path, held);
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}

/// <summary>A data folder is open for writing elsewhere. Two writers would each hold postings the other does not know.</summary>
public sealed class DataFolderInUseException(string path, Exception inner)
    : Exception($"The data folder '{path}' is in use by another server. Stop it, or give this one a folder of its own.", inner);
