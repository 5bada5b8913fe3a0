using CustomerGrains.Client;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Importing;

/// <summary>The sources a server knows.</summary>
internal static class RegisteredSources
{
    /// <summary>All of them, by name.</summary>
    public static async Task<Dictionary<string, Source>> ReadAsync(CustomerGrainsClient client, CancellationToken cancellationToken)
    {
        var sources = new Dictionary<string, Source>(StringComparer.Ordinal);
        var request = new ListSourcesRequest();
        do
        {
            var page = await client.ListSourcesAsync(request, cancellationToken).ConfigureAwait(false);
            foreach (var source in page.Sources)
            {
                sources[source.Name] = source;
            }

            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return sources;
    }
}
