using System.Collections.Immutable;
using CustomerGrains.Orleans.Storing;

namespace CustomerGrains.Orleans.Sources;

/// <summary>Terms of a source, as stored: those in force and those of before.</summary>
public sealed record SourceAgreementState
{
    /// <summary>Former terms kept; older ones go.</summary>
    public const int FormerMax = 100;

    public SourceAgreement? InForce { get; init; }

    /// <summary>Oldest first.</summary>
    public ImmutableArray<SourceAgreement> Former { get; init; } = [];

    /// <summary>Operations that were done, with the number they gave.</summary>
    public ImmutableArray<DoneOperation<int>> Operations { get; init; } = [];

    internal static (SourceAgreementState Next, SourceAgreement Outcome) Agree(SourceAgreementState current, AgreeSource command)
    {
        var wanted = command.Agreement;
        if (DoneOperations.TryFind(current.Operations, command.OperationId, out var given))
        {
            return (current, current.InForce?.Number == given ? current.InForce : current.Former.FirstOrDefault(former => former.Number == given) ?? current.InForce!);
        }

        var number = (current.InForce?.Number ?? 0) + 1;
        if (wanted.Number != number)
        {
            return current.InForce is { } inForce
                ? (current, inForce)
                : throw new ArgumentException("The first terms of a source have number 1.", nameof(command));
        }

        var former = current.InForce is { } last ? current.Former.Add(last) : current.Former;
        return (new SourceAgreementState
        {
            InForce = wanted,
            Former = former.Length > FormerMax ? former.RemoveRange(0, former.Length - FormerMax) : former,
            Operations = DoneOperations.With(current.Operations, command.OperationId, number),
        }, wanted);
    }
}
