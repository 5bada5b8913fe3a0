using CustomerGrains.V1;

namespace CustomerGrains.Client;

/// <summary>The index's answer to one record.</summary>
/// <param name="Request">What was sent.</param>
/// <param name="State">What the sender gave with it, e.g. a line number.</param>
/// <param name="Outcome">What became of it, durable; null when it was refused.</param>
/// <param name="Error">Why it was refused; null when it was taken.</param>
/// <param name="Latency">From the first sending to the answer.</param>
public readonly record struct IngestAcknowledgement(StreamRequest Request, object? State, Outcome? Outcome, CustomerGrainsException? Error, TimeSpan Latency);

/// <summary>What a stream has done so far.</summary>
/// <param name="Acknowledged">Records answered, refused ones included.</param>
/// <param name="Failed">Records refused.</param>
/// <param name="Resent">Records sent again after a broken connection or an overload.</param>
/// <param name="Reconnects">Connections that broke.</param>
/// <param name="ByEffect">Taken records by what became of them.</param>
public sealed record IngestTotals(long Acknowledged, long Failed, long Resent, long Reconnects, IReadOnlyDictionary<Effect, long> ByEffect)
{
    /// <summary>Records of one effect.</summary>
    public long Of(Effect effect) => ByEffect.GetValueOrDefault(effect);
}
