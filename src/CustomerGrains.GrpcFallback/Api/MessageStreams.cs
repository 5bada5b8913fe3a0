namespace Grpc.Core;

/// <summary>The messages that the other side sends. One read at a time.</summary>
public interface IAsyncStreamReader<out T>
{
    /// <summary>The message of the last successful <see cref="MoveNext"/>.</summary>
    T Current { get; }

    /// <summary>Waits for the next message; false when the other side sends no more.</summary>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}

/// <summary>Sends messages to the other side. One write at a time.</summary>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>How following messages are written; null is <see cref="WriteOptions.Default"/>.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Sends a message; completes when there is room for the next.</summary>
    Task WriteAsync(T message);

    /// <inheritdoc cref="WriteAsync(T)"/>
    Task WriteAsync(T message, CancellationToken cancellationToken) => cancellationToken.CanBeCanceled
        ? throw new NotSupportedException("This writer cannot cancel a write.")
        : WriteAsync(message);
}

/// <summary>Sends the messages of a service.</summary>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>
{
}

/// <summary>Sends the messages of a caller.</summary>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Says that no more messages come (half-close); the other side may go on to send.</summary>
    Task CompleteAsync();
}
