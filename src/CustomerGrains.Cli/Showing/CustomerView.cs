using System.Globalization;
using CustomerGrains.V1;
using Spectre.Console;

namespace CustomerGrains.Cli.Showing;

/// <summary>A unified customer on the terminal.</summary>
internal static class CustomerView
{
    public static void Show(Customer customer, Terminal terminal)
    {
        terminal.Answers.MarkupLineInterpolated($"[bold]{customer.DisplayName}[/]  {customer.Id}  {Summary(customer)}");
        foreach (var id in customer.FormerIds)
        {
            terminal.Say($"  also known by the superseded id {id}");
        }

        if (customer.Values.Count > 0)
        {
            var values = Plain().AddColumns("", "", "");
            foreach (var value in customer.Values)
            {
                values.AddRow(
                    new Text("  " + value.Attribute), new Text(value.Value), new Text(string.Join(", ", value.Provenance.Select(source => source.Record.Source).Distinct()), new Style(Color.Grey)));
            }

            terminal.Answers.Write(values);
        }

        Records(customer, terminal);
        foreach (var match in customer.PossibleMatches)
        {
            terminal.Say(string.Create(CultureInfo.InvariantCulture,
                $"  Is this also {match.DisplayName} ({match.CustomerId})? {match.Weight:F1} bits. {match.Reason}"));
        }
    }

    /// <summary>The source records, one line each.</summary>
    public static void Records(Customer customer, Terminal terminal)
    {
        var records = Plain().AddColumns("", "");
        foreach (var record in customer.Records)
        {
            records.AddRow(new Text("  " + RecordText.Key(record.Key), new Style(Color.Teal)), new Text(RecordText.Line(record.Record)));
        }

        terminal.Answers.Write(records);
    }

    private static string Summary(Customer customer)
    {
        var sources = customer.Records.Select(record => record.Key.Source).Distinct().Count();
        var state = customer.State switch
        {
            CustomerState.Superseded => "superseded, ",
            CustomerState.Empty => "all its records were deleted, ",
            _ => "",
        };
        return $"({state}{customer.Records.Count} record{(customer.Records.Count == 1 ? "" : "s")} from {sources} source{(sources == 1 ? "" : "s")})";
    }

    private static Table Plain() => new Table().Border(TableBorder.None).HideHeaders();
}
