namespace Grpc.Core;

/// <summary>How a channel protects its connection, and what every call on it proves.</summary>
public abstract class ChannelCredentials
{
    private protected ChannelCredentials()
    {
    }

    /// <summary>An unencrypted connection: <c>http</c>.</summary>
    public static ChannelCredentials Insecure { get; } = new Plain(secure: false);

    /// <summary>TLS with the machine's trusted roots: <c>https</c>.</summary>
    public static ChannelCredentials SecureSsl { get; } = new Plain(secure: true);

    internal abstract bool IsSecure { get; }

    internal virtual CallCredentials? CallCredentials => null;

    /// <summary>The channel's protection together with credentials for every call.</summary>
    public static ChannelCredentials Create(ChannelCredentials channelCredentials, CallCredentials callCredentials)
    {
        ArgumentNullException.ThrowIfNull(channelCredentials);
        ArgumentNullException.ThrowIfNull(callCredentials);
        return new WithCalls(channelCredentials, callCredentials);
    }

    private sealed class Plain(bool secure) : ChannelCredentials
    {
        internal override bool IsSecure => secure;
    }

    private sealed class WithCalls(ChannelCredentials channel, CallCredentials calls) : ChannelCredentials
    {
        internal override bool IsSecure => channel.IsSecure;

        internal override CallCredentials? CallCredentials => calls;
    }
}
