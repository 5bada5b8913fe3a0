namespace CustomerGrains.Index.Hosting;

/// <summary>A host could not bring a call to its grain or its answer back. The call may have run; it may be made again.</summary>
public sealed class GrainUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
