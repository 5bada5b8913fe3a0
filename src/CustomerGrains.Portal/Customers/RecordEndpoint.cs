using CustomerGrains.Portal.Reading;
using CustomerGrains.Portal.Rendering;
using CustomerGrains.V1;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CustomerGrains.Portal.Customers;

/// <summary>The address of a source record leads to its customer.</summary>
internal static class RecordEndpoint
{
    public const string Folder = "/records/";

    public static async Task<IResult> ShowAsync(HttpContext context, IndexReader index, CancellationToken cancellationToken)
    {
        var key = Key(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        if (key is null)
        {
            return Problems.UnknownRecord("");
        }

        var id = await index.GetIdByRecordAsync(key, cancellationToken);
        return id is null ? Problems.UnknownRecord($"{key.Source} {key.RecordId}") : Results.Redirect(Links.Customer(id));
    }

    /// <summary>Reads source and record id from a request target as sent; null when it names none.</summary>
    /// <remarks>A record id is opaque and may hold slashes. The path that routing sees no longer tells an escaped slash from an escaped percent sign.</remarks>
    public static RecordKey? Key(string rawTarget)
    {
        var start = rawTarget.IndexOf(Folder, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        var rest = rawTarget[(start + Folder.Length)..].Split('?')[0];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        return slash <= 0 || slash == rest.Length - 1
            ? null
            : new RecordKey { Source = Uri.UnescapeDataString(rest[..slash]), RecordId = Uri.UnescapeDataString(rest[(slash + 1)..]) };
    }
}
