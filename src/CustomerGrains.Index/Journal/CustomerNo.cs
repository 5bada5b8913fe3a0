using System.Globalization;

namespace CustomerGrains.Index.Journal;

/// <summary>Number of a customer: that of its smallest record at birth. Never reused; printed with a check character by CustomerId.</summary>
/// <remarks>The default is no customer.</remarks>
public readonly record struct CustomerNo(long Value) : IComparable<CustomerNo>
{
    public bool IsNone => Value == 0;

    /// <inheritdoc/>
    public int CompareTo(CustomerNo other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
