using CustomerGrains.V1;

namespace CustomerGrains.Portal.Customers;

/// <summary>Two customers, and what speaks for and against their being one.</summary>
public sealed record CompareView(Customer First, Customer Second, ExplainResponse Why);
