namespace CustomerGrains.GrpcFallback.Server;

/// <summary>The caller reset the stream or disconnected while the service was reading or writing.</summary>
internal sealed class CallerGoneException(Exception? cause) : OperationCanceledException("The caller went away.", cause);
