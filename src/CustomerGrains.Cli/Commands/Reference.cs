using CustomerGrains.V1;

namespace CustomerGrains.Cli.Commands;

/// <summary>What people type to name a customer or a record: <c>C-0001-2345-K</c> or <c>housing:H1234</c>.</summary>
/// <param name="CustomerId">Set when it is a customer.</param>
/// <param name="Record">Set when it is a record.</param>
internal readonly record struct Reference(string? CustomerId, RecordKey? Record)
{
    public const string Form = "a customer id such as C-0001-2345-K, or SOURCE:RECORD such as housing:H1234";

    /// <exception cref="CommandException">It is neither.</exception>
    public static Reference Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && colon < text.Length - 1)
        {
            return new Reference(null, new RecordKey { Source = text[..colon], RecordId = text[(colon + 1)..] });
        }

        return text.StartsWith("C-", StringComparison.OrdinalIgnoreCase)
            ? new Reference(text.ToUpperInvariant(), null)
            : throw new CommandException(ExitCode.Usage, $"'{text}' is neither a customer nor a record: write {Form}.");
    }

    /// <exception cref="CommandException">It is not a record.</exception>
    public static RecordKey ParseRecord(string text) =>
        Parse(text).Record ?? throw new CommandException(ExitCode.Usage, $"'{text}' is a customer; a decision is about two records: write SOURCE:RECORD such as housing:H1234.");
}
