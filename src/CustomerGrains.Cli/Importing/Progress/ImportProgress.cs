using System.Security.Cryptography;
using System.Text.Json;

namespace CustomerGrains.Cli.Importing.Progress;

/// <summary>How far an import has come, kept in a small file so that it can go on after any end.</summary>
/// <param name="Fingerprint">Of the beginning and the length of the imported file and of how it is read: progress belongs to that alone.</param>
/// <param name="Line">Everything at or before this line is acknowledged or rejected.</param>
internal sealed record ImportProgress(string Fingerprint, long Line)
{
    private const int HeadLength = 1 << 16;

    /// <summary>Name of the progress file of an imported file: in the current folder, because the file's own may not be ours to write to.</summary>
    public static string PathFor(string file) => $"{Path.GetFileName(file)}.cgrains-progress";

    /// <summary>Fingerprint of a file read in some way.</summary>
    public static string FingerprintOf(string file, string reading)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var head = new byte[HeadLength];
        var count = stream.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(head, 0, count);
        hash.AppendData(BitConverter.GetBytes(stream.Length));
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(reading));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..32];
    }

    /// <summary>Reads a progress file; null when there is none or it is not one.</summary>
    public static ImportProgress? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ImportProgress>(File.ReadAllText(path));
        }
        catch (Exception fault) when (fault is FileNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes it so that a reader finds either the old or the new state, whenever the process ends.</summary>
    public void Write(string path)
    {
        var fresh = path + ".new";
        File.WriteAllText(fresh, JsonSerializer.Serialize(this));
        File.Move(fresh, path, overwrite: true);
    }
}
