using CustomerGrains.V1;

namespace CustomerGrains.Portal.Customers;

/// <summary>A customer and all that is said of it.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Why">How it came to be; null when it holds no records.</param>
/// <param name="History">What happened to it, oldest first.</param>
/// <param name="AskedAs">The former id that was asked for; null when the current one was.</param>
/// <param name="RecordsPage">Which of its source records are shown, from 1.</param>
public sealed record CustomerView(Customer Customer, ExplainResponse? Why, HistoryResponse History, string? AskedAs, int RecordsPage)
{
    /// <summary>Source records shown side by side.</summary>
    public const int RecordsPerPage = 12;

    public int RecordPages => Math.Max(1, (Customer.Records.Count + RecordsPerPage - 1) / RecordsPerPage);

    public string Name => Customer.DisplayName.Length > 0 ? Customer.DisplayName : "Without a name";
}
