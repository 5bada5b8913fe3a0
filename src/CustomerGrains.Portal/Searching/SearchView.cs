using CustomerGrains.V1;

namespace CustomerGrains.Portal.Searching;

/// <summary>The search page: the box alone, with how much there is to find, or what was found.</summary>
/// <param name="Query">The line as typed.</param>
/// <param name="Found">What was found; null when nothing was asked.</param>
/// <param name="Status">How much the index holds; null when something was asked.</param>
/// <param name="LaterPage">These are not the most likely hits but some that follow.</param>
public sealed record SearchView(string Query, SearchResponse? Found, GetStatusResponse? Status, bool LaterPage);
