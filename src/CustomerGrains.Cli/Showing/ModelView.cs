using System.Globalization;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Cli.Showing;

/// <summary>Prints a model: what it is, who applied it, how far it is.</summary>
internal static class ModelView
{
    public static void Show(Model model, IReadOnlyCollection<string> oneToOne, Terminal terminal)
    {
        terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{model.Number}  {model.Version}  {State(model)}"));
        if (model.AppliedBy.Length > 0)
        {
            terminal.Say($"   applied by {model.AppliedBy}{(model.Reason.Length > 0 ? $": {model.Reason}" : "")}");
        }

        if (oneToOne.Count > 0)
        {
            terminal.Say($"   sources that hold nobody twice: {string.Join(", ", oneToOne)}");
        }
    }

    private static string State(Model model)
    {
        var since = $"since {Time(model.AppliedAt)}";
        if (model.FinishedAt is null)
        {
            return model.RecordsLeft > 0
                ? string.Create(CultureInfo.InvariantCulture, $"{since}; {model.RecordsLeft:N0} of {model.Records:N0} records are still to be placed under it")
                : $"{since}, not finished";
        }

        return model.Records == 0 ? since : string.Create(CultureInfo.InvariantCulture, $"{since}; {model.Records:N0} records placed anew by {Time(model.FinishedAt)}");
    }

    private static string Time(Timestamp at) => at.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
