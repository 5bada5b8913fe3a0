using CustomerGrains.Index.Hosting;
using Orleans.Serialization.Cloning;

namespace CustomerGrains.Orleans.Wire;

/// <summary>Within a silo an answer is handed over as it is: nobody changes one.</summary>
/// <remarks>Orleans copies what crosses from grain to caller; without this it would go through the wire form and back. Arguments are marked <c>[Immutable]</c> where they are declared.</remarks>
[RegisterCopier]
public sealed class SharedRegisterReply : IDeepCopier<RegisterReply>
{
    /// <inheritdoc/>
    public RegisterReply? DeepCopy(RegisterReply? input, CopyContext context) => input;
}

/// <inheritdoc cref="SharedRegisterReply"/>
[RegisterCopier]
public sealed class SharedResolveReply : IDeepCopier<ResolveReply>
{
    /// <inheritdoc/>
    public ResolveReply? DeepCopy(ResolveReply? input, CopyContext context) => input;
}
