namespace CustomerGrains.Stores.Tests;

/// <summary>A folder of its own for a test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("cg-stores-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
