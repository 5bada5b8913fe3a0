using CustomerGrains.Client;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Importing;

/// <summary>Registers the sources of a file that the server does not know yet.</summary>
/// <param name="said">What is said of how they write.</param>
/// <param name="enabled">Off: the server refuses records of unknown sources, each with its reason.</param>
/// <param name="tell">Told in words of each source registered, and of each that is registered otherwise than is said.</param>
internal sealed class SourceRegistration(CustomerGrainsClient client, SaidDefaults said, bool enabled, Action<string> tell)
{
    private readonly HashSet<string> _settled = new(StringComparer.Ordinal);
    private Dictionary<string, Source>? _registered;

    /// <summary>Makes sure that a source is known, when that is wanted.</summary>
    /// <param name="title">For people to read; may be empty.</param>
    public async ValueTask RequireAsync(string source, string title, CancellationToken cancellationToken)
    {
        if (_settled.Contains(source))
        {
            return;
        }

        _registered ??= await RegisteredSources.ReadAsync(client, cancellationToken).ConfigureAwait(false);
        if (_registered.TryGetValue(source, out var registered))
        {
            if (said.Contradicts(registered))
            {
                tell($"The source '{source}' is registered with {SaidDefaults.Words(registered.DefaultRegion, registered.DateOrder)}, and is read so; "
                    + "'cgrains sources register' can change that while it has no records.");
            }
        }
        else if (enabled)
        {
            var defaults = said.Complete();
            var made = await client.RegisterSourceAsync(
                new Source { Name = source, Title = title, DefaultRegion = defaults.Region, DateOrder = (DateOrder)defaults.DateOrder }, cancellationToken).ConfigureAwait(false);
            tell($"Registered the source '{source}' ({SaidDefaults.Words(made.DefaultRegion, made.DateOrder)}).");
        }

        _settled.Add(source);
    }
}
