using System.Collections.Immutable;
using CustomerGrains.Orleans.Storing;

namespace CustomerGrains.Orleans.Contact;

/// <summary>State of a customer's choices, as stored.</summary>
public sealed record ContactState
{
    public ImmutableArray<ContactChoice> Choices { get; init; } = [];

    /// <summary>Operations that were done; the answer is the state itself.</summary>
    public ImmutableArray<DoneOperation<bool>> Operations { get; init; } = [];

    internal ContactChoices View => new() { Choices = Choices.IsDefault ? [] : Choices };

    internal static (ContactState Next, ContactChoices Outcome) Choose(ContactState current, MakeContactChoice command)
    {
        if (DoneOperations.TryFind(current.Operations, command.OperationId, out _))
        {
            return (current, current.View);
        }

        var choices = current.View.With(command.Choice);
        var next = new ContactState { Choices = choices.Choices, Operations = DoneOperations.With(current.Operations, command.OperationId, true) };
        return choices.Choices.Length > ContactChoices.CountMax
            ? throw new ArgumentException($"A customer has at most {ContactChoices.CountMax} choices.", nameof(command))
            : (next, choices);
    }
}
