using System.CommandLine;
using System.Globalization;
using CustomerGrains.Cli.Generating;
using CustomerGrains.Cli.Showing;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>cgrains generate</c>: writes a synthetic council town.</summary>
internal static class GenerateCommand
{
    public static Command Create(Terminal terminal)
    {
        var records = new Option<long>("--records", "-n") { Description = "How many records. About six residents for ten records.", DefaultValueFactory = _ => 10_000 }.Between(1);
        var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same town for ever.", DefaultValueFactory = _ => 1 };
        var output = new Option<string?>("--out") { Description = "File to write; names ending in .jsonl get JSON lines, others CSV. Without it, CSV goes to standard output." };
        var truth = new Option<string?>("--truth") { Description = "File to write the truth to: source,record_id,cluster_id." };
        var command = new Command("generate",
            """
            Writes a made-up council town: people of some thousand households as five systems have written them down (housing, council tax,
            benefits, social care, registrars), with movers, marriages, twins, nicknames and typing errors. Nobody in it exists: telephone and NHS
            numbers come from ranges set aside for tests, the town from no map.

            Example: cgrains generate --records 10000 --out town.csv --truth town-truth.csv
            """) { records, seed, output, truth };
        command.SetAction((parsed, cancellationToken) =>
        {
            var town = new Town(parsed.GetValue(records), parsed.GetValue(seed));
            return WriteAsync(town, parsed.GetValue(output), parsed.GetValue(truth), terminal, cancellationToken);
        });
        return command;
    }

    private static async Task<int> WriteAsync(Town town, string? output, string? truth, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var file = output is null ? null : new StreamWriter(output);
        await using var truthFile = truth is null ? null : new StreamWriter(truth);
        TownWriter writer = output?.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) == true
            ? new JsonLinesTownWriter(file!)
            : new CsvTownWriter(file ?? terminal.Answers.Profile.Out.Writer);
        truthFile?.Write("source,record_id,cluster_id\n");
        var count = 0L;
        writer.Start();
        foreach (var record in town.Records())
        {
            cancellationToken.ThrowIfCancellationRequested();
            writer.Write(record);
            truthFile?.Write($"{record.Identity.Source},{record.Identity.RecordId},{record.Resident.Number}\n");
            count++;
        }

        if (output is not null)
        {
            terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{count:N0} records written to {output}."));
        }

        return ExitCode.Done;
    }
}
