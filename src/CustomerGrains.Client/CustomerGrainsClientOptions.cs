namespace CustomerGrains.Client;

/// <summary>How a client connects, waits and tries again.</summary>
public sealed class CustomerGrainsClientOptions
{
    /// <summary>Where the index listens for gRPC. Default: http://127.0.0.1:7400.</summary>
    public Uri Address { get; set; } = new("http://127.0.0.1:7400");

    /// <summary>How long one attempt of a call may take. Default: 30 seconds.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Most attempts of a call, the first included. Only errors that may be retried are. Default: 5.</summary>
    public int AttemptsMax { get; set; } = 5;

    /// <summary>Wait before the second attempt; doubles with each. A longer wait that the server asks for is kept. Default: 100 milliseconds.</summary>
    public TimeSpan BackoffMin { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest wait between attempts. Default: 5 seconds.</summary>
    public TimeSpan BackoffMax { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Largest message sent, in bytes. Default: 16 MiB, as the server takes.</summary>
    public int MessageBytesMax { get; set; } = 16 << 20;

    /// <summary>Clock. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <exception cref="ArgumentException">A value makes no sense; the message names it.</exception>
    public void Validate()
    {
        Require(Address.IsAbsoluteUri && Address.Scheme is "http" or "https", $"{nameof(Address)} must start with http:// or https://.");
        Require(Deadline > TimeSpan.Zero, $"{nameof(Deadline)} must be longer than zero.");
        Require(AttemptsMax >= 1, $"{nameof(AttemptsMax)} must be at least 1.");
        Require(BackoffMin > TimeSpan.Zero && BackoffMax >= BackoffMin, $"{nameof(BackoffMin)} must be longer than zero and not longer than {nameof(BackoffMax)}.");
        Require(MessageBytesMax >= 1024, $"{nameof(MessageBytesMax)} must be at least 1024.");
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new ArgumentException(message);
        }
    }
}
