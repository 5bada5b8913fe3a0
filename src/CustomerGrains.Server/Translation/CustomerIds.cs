using CustomerGrains.Index.Customers;
using CustomerGrains.Index.Journal;
using CustomerGrains.Server.Errors;
using Grpc.Core;

namespace CustomerGrains.Server.Translation;

/// <summary>Ids of customers on the wire and inside.</summary>
internal static class CustomerIds
{
    /// <exception cref="RpcException">It is no id, or its check character is wrong.</exception>
    public static CustomerNo Parse(string text, string field) => CustomerId.TryParse(text, out var id)
        ? id.No
        : throw ApiErrors.Exception(ApiErrors.InvalidField(field, text.Length == 0 ? "is required." : "is no customer id, or its check character is wrong; it should look like C-0001-2345-K."));

    public static string Print(CustomerNo customer) => new CustomerId(customer).ToString();
}
