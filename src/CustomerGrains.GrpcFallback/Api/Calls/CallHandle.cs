namespace Grpc.Core;

/// <summary>What every kind of call offers beside its messages.</summary>
internal sealed record CallHandle(Task<Metadata> ResponseHeaders, Func<Status> Status, Func<Metadata> Trailers, Action Dispose);
