using System.Globalization;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Showing;

/// <summary>Prints what another model would change.</summary>
internal static class ModelDiffView
{
    private const int RecordsShownMax = 6;

    public static void Show(DiffModelResponse diff, Terminal terminal)
    {
        terminal.Say(string.Create(
            CultureInfo.InvariantCulture, $"{diff.Version} (links from {diff.LinkThreshold:F2} bits) -> {diff.OtherVersion} (from {diff.OtherLinkThreshold:F2})"));
        terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{diff.Records:N0} records: {diff.CustomersBefore:N0} customers now, {diff.CustomersAfter:N0} then; {diff.CustomersChanged:N0} would change."));
        terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{diff.Merges:N0} merges, {diff.Splits:N0} splits, {diff.Regroupings:N0} other regroupings"));
        foreach (var change in diff.Changes)
        {
            terminal.Say();
            terminal.Say(change.Kind switch { CustomerChangeKind.Merge => "merge", CustomerChangeKind.Split => "split", _ => "regrouping" });
            foreach (var customer in change.Before)
            {
                terminal.Say($"  {customer.CustomerId}  {Words(customer)}");
            }

            foreach (var (index, group) in change.After.Index())
            {
                terminal.Say(string.Create(CultureInfo.InvariantCulture, $"  -> {index + 1}  {Words(group)}"));
            }

            if (change.Reason is { } reason)
            {
                terminal.Say(string.Create(
                    CultureInfo.InvariantCulture, $"  {RecordText.Key(reason.A)} and {RecordText.Key(reason.B)}: {reason.WeightBefore:F2} -> {reason.WeightAfter:F2} bits. {reason.Summary}"));
            }
        }
    }

    private static string Words(RecordGroup group)
    {
        var shown = string.Join(", ", group.Records.Take(RecordsShownMax).Select(RecordText.Key));
        return group.RecordCount <= RecordsShownMax ? shown : string.Create(CultureInfo.InvariantCulture, $"{shown} and {group.RecordCount - RecordsShownMax:N0} more");
    }
}
