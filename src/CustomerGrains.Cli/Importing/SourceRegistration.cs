using CustomerGrains.Client;
using CustomerGrains.Matching.Records;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Importing;

/// <summary>Registers the sources of a file that the server does not know yet.</summary>
/// <param name="defaults">How they write what can be read in more than one way.</param>
/// <param name="enabled">Off: the server refuses records of unknown sources, each with its reason.</param>
/// <param name="tell">Told in words of each source registered.</param>
internal sealed class SourceRegistration(CustomerGrainsClient client, SourceDefaults defaults, bool enabled, Action<string> tell)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private bool _asked;

    /// <summary>Makes sure that a source is known, when that is wanted.</summary>
    /// <param name="title">For people to read; may be empty.</param>
    public async ValueTask RequireAsync(string source, string title, CancellationToken cancellationToken)
    {
        if (!enabled || _known.Contains(source))
        {
            return;
        }

        if (!_asked)
        {
            var request = new ListSourcesRequest();
            do
            {
                var page = await client.ListSourcesAsync(request, cancellationToken).ConfigureAwait(false);
                _known.UnionWith(page.Sources.Select(known => known.Name));
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            _asked = true;
        }

        if (_known.Add(source))
        {
            await client.RegisterSourceAsync(
                new Source
                {
                    Name = source,
                    Title = title,
                    DefaultRegion = defaults.Region,
                    DateOrder = defaults.DateOrder switch
                    {
                        Matching.Records.DateOrder.DayFirst => V1.DateOrder.DayFirst,
                        Matching.Records.DateOrder.MonthFirst => V1.DateOrder.MonthFirst,
                        _ => V1.DateOrder.Unspecified,
                    },
                },
                cancellationToken).ConfigureAwait(false);
            tell($"Registered the source '{source}' (region {defaults.Region}).");
        }
    }
}
