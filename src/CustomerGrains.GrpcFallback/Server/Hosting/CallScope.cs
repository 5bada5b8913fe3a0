using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.GrpcFallback.Server;

/// <summary>The service object and the interceptors of one call: taken from the container, or made for the call and disposed with it.</summary>
internal sealed class CallScope(IServiceProvider services) : IAsyncDisposable
{
    private readonly List<object> _made = [];

    public object Get(Type type, ObjectFactory make, object[] arguments)
    {
        // Arguments mean that an object of one's own is wanted.
        if (arguments.Length == 0 && services.GetService(type) is { } known)
        {
            return known;
        }

        var made = make(services, arguments);
        _made.Add(made);
        return made;
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = _made.Count - 1; i >= 0; i--)
        {
            if (_made[i] is IAsyncDisposable later)
            {
                await later.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                (_made[i] as IDisposable)?.Dispose();
            }
        }
    }
}
