using CustomerGrains.Index.Hosting;

namespace CustomerGrains.Orleans.Wire;

/// <summary>A <see cref="RegisterReply"/> between silos.</summary>
[GenerateSerializer, Immutable, Alias("cg.RegisterReply")]
public struct RegisterReplyWire
{
    /// <summary>Null when there is none, as mostly.</summary>
    [Id(0)] public LinkWire[]? Links;
}

/// <summary>Turns answers of keys into their wire form and back.</summary>
[RegisterConverter]
public sealed class RegisterReplyConverter : IConverter<RegisterReply, RegisterReplyWire>
{
    /// <inheritdoc/>
    public RegisterReply ConvertFromSurrogate(in RegisterReplyWire surrogate) => surrogate.Links is null ? RegisterReply.Nobody : new RegisterReply(LinkWire.Read(surrogate.Links));

    /// <inheritdoc/>
    public RegisterReplyWire ConvertToSurrogate(in RegisterReply value) => new() { Links = value.Links.Count == 0 ? null : LinkWire.Of(value.Links) };
}
