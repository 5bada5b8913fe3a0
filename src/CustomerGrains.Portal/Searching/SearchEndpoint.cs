using CustomerGrains.Portal.Layout;
using CustomerGrains.Portal.Reading;
using CustomerGrains.Portal.Rendering;
using Microsoft.AspNetCore.Http;

namespace CustomerGrains.Portal.Searching;

/// <summary>The search page. The form is sent by GET: a search has an address, and the way back works.</summary>
internal static class SearchEndpoint
{
    /// <summary>Characters of a query at most.</summary>
    public const int QueryLengthMax = 500;

    private const int HitsPerPage = 20;

    public static async Task<IResult> ShowAsync(string? q, string? page, IndexReader index, CancellationToken cancellationToken)
    {
        var query = (q ?? "").Trim();
        if (query.Length == 0)
        {
            return Page.Show(new SearchView("", null, await index.StatusAsync(cancellationToken), false));
        }

        if (query.Length > QueryLengthMax)
        {
            return Page.Show(new ProblemView(
                StatusCodes.Status400BadRequest, "Too much typed", $"A search takes at most {QueryLengthMax} characters.", "Type less and search again."));
        }

        var found = await index.SearchAsync(query, page ?? "", HitsPerPage, cancellationToken);
        return Page.Show(new SearchView(query, found, null, !string.IsNullOrEmpty(page)));
    }
}
