using CustomerGrains.Rules.Tests;

namespace CustomerGrains.Deploy.Tests;

/// <summary>Files of the deployment, by their path from the top folder.</summary>
internal static class Checkout
{
    public const string Folder = "deploy/";

    /// <summary>Every file under deploy/ that git tracks or would track.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Repository.Files.Where(file => file.StartsWith(Folder, StringComparison.Ordinal))];

    public static string Read(string file) => Repository.Read(file);

    public static string FullPath(string file) => Path.Combine(Repository.Root, file);

    /// <summary>A file or folder of the checkout, named relative to one of its folders.</summary>
    public static string Resolve(string folder, string relative) =>
        Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, folder, relative))).Replace(Path.DirectorySeparatorChar, '/');

    public static bool Has(string file) => Repository.Files.Contains(file) || Repository.Files.Any(other => other.StartsWith(file.TrimEnd('/') + "/", StringComparison.Ordinal));
}
