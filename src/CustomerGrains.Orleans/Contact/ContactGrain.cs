using CustomerGrains.Orleans.Hosting;
using CustomerGrains.Orleans.Storing;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Orleans.Contact;

/// <inheritdoc cref="IContactGrain"/>
[GrainType("contact")]
public sealed class ContactGrain(
    [PersistentState("contact", OrleansHostOptions.StateStorage)] IPersistentState<ContactState> storage, ILogger<ContactGrain> logger)
    : StoredGrain<ContactState>(storage, logger), IContactGrain
{
    /// <inheritdoc/>
    public async ValueTask<ContactChoices> GetAsync() => (await ReadAsync().ConfigureAwait(true)).View;

    /// <inheritdoc/>
    public ValueTask<ContactChoices> ChooseAsync(MakeContactChoice command)
    {
        if (!GrainKeys.IsName(command.Choice.Name) || !Enum.IsDefined(command.Choice.Subject))
        {
            throw new ArgumentException("A choice names a channel or a purpose: 1 to 64 lower-case letters, digits, '-', '_' or '.'.", nameof(command));
        }

        return ChangeAsync(state => ContactState.Choose(state, command));
    }
}
