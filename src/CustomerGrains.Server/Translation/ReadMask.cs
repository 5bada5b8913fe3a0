using CustomerGrains.Server.Errors;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CustomerGrains.Server.Translation;

/// <summary>Parts of a customer that a caller wants.</summary>
internal static class ReadMask
{
    /// <exception cref="RpcException">It names a part that a customer does not have.</exception>
    public static void Require(FieldMask? mask)
    {
        foreach (var path in mask?.Paths ?? [])
        {
            if (!FieldMask.IsValid<Customer>(path))
            {
                throw ApiErrors.Exception(ApiErrors.InvalidField("read_mask", $"'{path}' is no part of a customer."));
            }
        }
    }

    /// <summary>A copy with only the parts asked for; everything when none are named.</summary>
    public static Customer Apply(FieldMask? mask, Customer customer)
    {
        if (mask is null || mask.Paths.Count == 0)
        {
            return customer;
        }

        var masked = new Customer();
        mask.Merge(customer, masked);
        return masked;
    }
}
