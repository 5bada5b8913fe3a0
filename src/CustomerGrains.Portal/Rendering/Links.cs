using CustomerGrains.V1;

namespace CustomerGrains.Portal.Rendering;

/// <summary>Addresses of the pages.</summary>
internal static class Links
{
    public const string Home = "/";

    public static string Customer(string id) => $"/customers/{Uri.EscapeDataString(id)}";

    /// <summary>The customer, with a note that <paramref name="formerId"/> was asked for.</summary>
    public static string CustomerAskedAs(string id, string formerId) => $"{Customer(id)}?was={Uri.EscapeDataString(formerId)}";

    /// <summary>The customer, from another page of its source records on.</summary>
    public static string CustomerRecords(string id, int page) =>
        page == 1 ? $"{Customer(id)}#records" : FormattableString.Invariant($"{Customer(id)}?records={page}#records");

    public static string Compare(string id, string otherId) => $"{Customer(id)}/compare/{Uri.EscapeDataString(otherId)}";

    public static string Record(RecordKey key) => $"/records/{Uri.EscapeDataString(key.Source)}/{Uri.EscapeDataString(key.RecordId)}";

    public static string Search(string query, string pageToken) => $"/?q={Uri.EscapeDataString(query)}&page={Uri.EscapeDataString(pageToken)}";
}
