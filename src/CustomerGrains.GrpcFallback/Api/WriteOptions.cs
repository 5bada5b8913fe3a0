namespace Grpc.Core;

/// <summary>How messages are written.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>A message may wait for the next one. Messages are gathered anyway, so this changes nothing here.</summary>
    BufferHint = 1,

    /// <summary>The message is not compressed, although the call is.</summary>
    NoCompress = 2,
}

/// <summary>How messages are written.</summary>
public class WriteOptions(WriteFlags flags = default)
{
    public static readonly WriteOptions Default = new();

    public WriteFlags Flags { get; } = flags;
}
