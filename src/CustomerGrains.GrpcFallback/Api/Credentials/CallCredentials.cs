namespace Grpc.Core;

/// <summary>What the credentials of a call are asked for.</summary>
public class AuthInterceptorContext(string serviceUrl, string methodName, CancellationToken cancellationToken)
{
    public AuthInterceptorContext(string serviceUrl, string methodName)
        : this(serviceUrl, methodName, CancellationToken.None)
    {
    }

    /// <summary>Scheme, authority and service of the call.</summary>
    public string ServiceUrl { get; } = serviceUrl;

    /// <summary>The method without its service.</summary>
    public string MethodName { get; } = methodName;

    /// <summary>Fires when the call is given up.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;
}

/// <summary>Adds the headers that prove who is calling.</summary>
public delegate Task AsyncAuthInterceptor(AuthInterceptorContext context, Metadata metadata);

/// <summary>Proves who is calling, per call. Never sent over an unencrypted connection unless the channel says so.</summary>
public abstract class CallCredentials
{
    private protected CallCredentials()
    {
    }

    public static CallCredentials FromInterceptor(AsyncAuthInterceptor interceptor)
    {
        ArgumentNullException.ThrowIfNull(interceptor);
        return new Intercepting(interceptor);
    }

    public static CallCredentials Compose(params CallCredentials[] credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        return new Composed([.. credentials]);
    }

    internal abstract Task AddHeadersAsync(AuthInterceptorContext context, Metadata metadata);

    private sealed class Intercepting(AsyncAuthInterceptor interceptor) : CallCredentials
    {
        internal override Task AddHeadersAsync(AuthInterceptorContext context, Metadata metadata) => interceptor(context, metadata);
    }

    private sealed class Composed(CallCredentials[] parts) : CallCredentials
    {
        internal override async Task AddHeadersAsync(AuthInterceptorContext context, Metadata metadata)
        {
            foreach (var part in parts)
            {
                await part.AddHeadersAsync(context, metadata).ConfigureAwait(false);
            }
        }
    }
}
