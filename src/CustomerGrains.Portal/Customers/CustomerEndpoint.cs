using System.Globalization;
using CustomerGrains.Portal.Reading;
using CustomerGrains.Portal.Rendering;
using CustomerGrains.V1;
using Microsoft.AspNetCore.Http;

namespace CustomerGrains.Portal.Customers;

/// <summary>The pages of a customer.</summary>
internal static class CustomerEndpoint
{
    public static async Task<IResult> ShowAsync(string id, string? was, string? records, IndexReader index, CancellationToken cancellationToken)
    {
        var reply = await index.GetAsync(id, cancellationToken);
        if (reply is null)
        {
            return Problems.UnknownCustomer(id);
        }

        var customer = reply.Customer;
        if (reply.Redirects.Count > 0)
        {
            // Not a permanent redirect: undoing a merge gives the former id its customer back.
            return Results.Redirect(Links.CustomerAskedAs(customer.Id, reply.Redirects[0]));
        }

        var explaining = customer.State == CustomerState.Live ? index.ExplainAsync(customer.Id, cancellationToken) : Task.FromResult<ExplainResponse?>(null);
        var history = await index.HistoryAsync(customer.Id, cancellationToken);
        var view = new CustomerView(customer, await explaining, history, customer.FormerIds.FirstOrDefault(former => former == was), 1);
        return Page.Show(view with { RecordsPage = PageNumber(records, view.RecordPages) });
    }

    public static async Task<IResult> CompareAsync(string id, string other, IndexReader index, CancellationToken cancellationToken)
    {
        var first = await index.GetAsync(id, cancellationToken);
        if (first is null)
        {
            return Problems.UnknownCustomer(id);
        }

        var second = await index.GetAsync(other, cancellationToken);
        if (second is null)
        {
            return Problems.UnknownCustomer(other);
        }

        if (first.Customer.Id == second.Customer.Id)
        {
            return Results.Redirect(Links.Customer(first.Customer.Id));
        }

        var why = await index.ExplainAsync(first.Customer.Id, second.Customer.Id, cancellationToken);
        return why is null ? Problems.UnknownCustomer(other) : Page.Show(new CompareView(first.Customer, second.Customer, why));
    }

    private static int PageNumber(string? text, int last) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, last) : 1;
}
