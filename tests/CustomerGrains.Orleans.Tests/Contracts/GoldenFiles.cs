namespace CustomerGrains.Orleans.Tests.Contracts;

/// <summary>Files beside the tests that hold what was agreed. CG_APPROVE=1 writes those that differ; the change is then reviewed like any other.</summary>
internal static class GoldenFiles
{
    public static bool Approves => Environment.GetEnvironmentVariable("CG_APPROVE") == "1";

    private static readonly string s_folder = FindFolder();

    public static string PathOf(string name) => Path.Combine(s_folder, name);

    /// <summary>The bytes of a golden file. Written when it is not there and the run approves.</summary>
    public static byte[] Bytes(string name, Func<byte[]> write) => File.ReadAllBytes(Written(name, write));

    /// <summary>The text of a golden file. Written when it is not there and the run approves.</summary>
    public static string Text(string name, Func<string> write) => File.ReadAllText(Written(name, () => System.Text.Encoding.UTF8.GetBytes(write())));

    /// <summary>Looked for from where the tests run: the compiler's own paths are not those of the machine when builds are to be the same everywhere.</summary>
    private static string FindFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CustomerGrains.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("The tests run outside a checkout: CustomerGrains.sln was not found."), "tests", "CustomerGrains.Orleans.Tests");
    }

    private static string Written(string name, Func<byte[]> write)
    {
        var file = PathOf(Path.Combine("Golden", name));
        if (!File.Exists(file) && Approves)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, write());
        }

        return file;
    }
}
