using System.Security.Cryptography;
using System.Text;

namespace CustomerGrains.Server.Dashboard;

/// <summary>The password that opens the dashboard. Its hash is kept, and nothing else of it.</summary>
internal sealed class DashboardPassword
{
    /// <summary>Fewest characters; what <c>openssl rand -base64 24</c> prints has 32. Nobody who may try as often as they like guesses it.</summary>
    public const int LengthMin = 20;

    /// <summary>Most bytes of the file.</summary>
    private const int BytesMax = 1024;

    private readonly byte[] _hash;

    private DashboardPassword(byte[] password) => _hash = SHA256.HashData(password);

    /// <summary>Reads the password from a file: one line.</summary>
    /// <exception cref="ServerOptionsException">The file is not there, is open to everybody on the machine, or holds no password that is long enough. The text never quotes it.</exception>
    public static DashboardPassword Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            Require(!IsOpenToOthers(file), $"names {path}, which everybody on this machine may read or write: chmod o-rw, its group may read it");
            var bytes = new byte[BytesMax + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            Require(length <= BytesMax, $"names {path}, which holds more than {BytesMax} bytes");
            var password = TrimLineEnd(bytes.AsSpan(0, length)).ToArray();
            CryptographicOperations.ZeroMemory(bytes);
            Require(password.AsSpan().IndexOfAny("\r\n"u8) < 0, $"names {path}, which holds more than one line");
            Require(Encoding.UTF8.GetCharCount(password) >= LengthMin, $"names {path}, whose password has fewer than {LengthMin} characters; openssl rand -base64 24 makes one");
            return new DashboardPassword(password);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ServerOptionsException($"Option {nameof(ServerOptions.DashboardPasswordFile)} names {path}: {fault.Message}");
        }
    }

    /// <summary>True for the password; takes as long for any other of the same length.</summary>
    public bool Is(ReadOnlySpan<byte> given)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(given, hash);
        return CryptographicOperations.FixedTimeEquals(hash, _hash);
    }

    private static bool IsOpenToOthers(FileStream file) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0;

    private static ReadOnlySpan<byte> TrimLineEnd(ReadOnlySpan<byte> text)
    {
        var line = text.EndsWith("\n"u8) ? text[..^1] : text;
        return line.EndsWith("\r"u8) ? line[..^1] : line;
    }

    private static void Require(bool holds, string wanted) => ServerOptions.Require(holds, nameof(ServerOptions.DashboardPasswordFile), wanted);
}
