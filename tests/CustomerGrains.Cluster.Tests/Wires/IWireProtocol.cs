namespace CustomerGrains.Cluster.Tests.Wires;

/// <summary>Which way bytes go.</summary>
internal enum Direction
{
    /// <summary>From whoever connected to whom it connected to.</summary>
    There,

    /// <summary>The answers.</summary>
    Back,
}

/// <summary>What becomes of a message.</summary>
internal enum Verdict
{
    /// <summary>It goes on, with what was kept before it.</summary>
    Carry,

    /// <summary>It waits for those that follow.</summary>
    Keep,

    /// <summary>It goes on, and then both ends are reset.</summary>
    CarryAndCut,

    /// <summary>Both ends are reset; it is lost, with what was kept before it.</summary>
    Cut,
}

/// <summary>Understands the bytes of one connection well enough to strike at a moment of the protocol.</summary>
internal interface IWireProtocol
{
    /// <summary>Length of the first message; 0: more bytes are needed to tell.</summary>
    int MessageLength(Direction direction, ReadOnlySpan<byte> bytes);

    /// <summary>Called for every message, before it is carried.</summary>
    Verdict Read(Direction direction, ReadOnlySpan<byte> message);
}
