namespace CustomerGrains.Process.Tests.Killing;

/// <summary>Folders of two stores that are to end alike: one whose process is killed again and again, one that is left alone. Gone with the test.</summary>
internal sealed class StorePair : IDisposable
{
    private readonly DirectoryInfo _disturbed = Directory.CreateTempSubdirectory("cg-killed-");
    private readonly DirectoryInfo _undisturbed = Directory.CreateTempSubdirectory("cg-left-alone-");

    public string Disturbed => _disturbed.FullName;

    public string Undisturbed => _undisturbed.FullName;

    public void Dispose()
    {
        _disturbed.Delete(recursive: true);
        _undisturbed.Delete(recursive: true);
    }
}
