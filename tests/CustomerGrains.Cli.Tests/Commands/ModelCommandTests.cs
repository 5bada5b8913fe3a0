using System.Text.Json.Nodes;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Cli.Tests.Commands;

/// <summary>Goal: an operator's way from one model to another, against a real server process.</summary>
public sealed class ModelCommandTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private ServerProcess _server = null!;

    private string Data => Path.Combine(_folder.Path, "data");

    public async Task InitializeAsync()
    {
        _server = await ServerProcess.StartAsync(Data);

        // One person in two sources; and one source that holds two of one name, birth date and street.
        var file = _folder.Write("people.csv",
            """
            source,id,given,surname,dob,house number,street,postcode
            desk,1,Annabel,Fotheringay,1970-03-14,1,High Street,AB10 1AB
            rent,1,Annabel,Fotheringay,1970-03-14,1,High Street,AB10 1AB
            rent,2,Annabel,Fotheringay,1970-03-14,1,High Street,AB10 1AB
            desk,3,Bogdan,Zielinski,1951-11-30,7,Low Road,AB10 1AB
            """);
        var import = await ClientAsync("import", file, "--rejects", Path.Combine(_folder.Path, "rejects.csv"));
        Assert.Equal((0, ""), (import.ExitCode, import.ExitCode == 0 ? "" : import.Complaints));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_model_is_shown_compared_applied_and_kept()
    {
        var version = MatchingModel.Default.Version;
        var file = Path.Combine(_folder.Path, "model.json");
        var show = await ClientAsync("model", "show", "--out", file);
        Assert.StartsWith($"1  {version}  since 2", show.Answers, StringComparison.Ordinal);
        Assert.Equal(MatchingModel.Default.ToJson(), await File.ReadAllBytesAsync(file));

        // Nothing links any more.
        var json = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        (json["version"], json["linkThreshold"]) = ("nothing-links", 10_000);
        var other = _folder.Write("other.json", json.ToJsonString());
        var diff = await ClientAsync("model", "diff", other);
        Assert.Equal(0, diff.ExitCode);
        Assert.Contains($"{version} (links from {MatchingModel.Default.LinkThreshold / 100.0:F2} bits) -> nothing-links (from 100.00)", diff.Answers, StringComparison.Ordinal);
        Assert.Contains("4 records: 2 customers now, 4 then; 1 would change.", diff.Answers, StringComparison.Ordinal);
        Assert.Contains("0 merges, 1 splits, 0 other regroupings", diff.Answers, StringComparison.Ordinal);

        // Which of the records was first, and so gave the customer its number, is the stream's affair.
        Assert.Matches("split\n  C-0000-000[1-4]-", diff.Answers);
        Assert.Contains("\"splits\": \"1\"", (await ClientAsync("model", "diff", other, "--json")).Answers, StringComparison.Ordinal);
        Assert.Contains("\"customers\": \"2\"", (await ClientAsync("status", "--json")).Answers, StringComparison.Ordinal);

        var apply = await ClientAsync("model", "apply", other, "--by", "J. Ward", "--reason", "too many merges");
        Assert.Equal(0, apply.ExitCode);
        Assert.Matches("^2  nothing-links  since .*; 4 records placed anew by ", apply.Answers);
        Assert.Contains("applied by J. Ward: too many merges", apply.Answers, StringComparison.Ordinal);
        Assert.Contains("\"customers\": \"4\"", (await ClientAsync("status", "--json")).Answers, StringComparison.Ordinal);
        Assert.Contains("The index was under nothing-links already.", (await ClientAsync("model", "apply", other, "--by", "x")).Complaints, StringComparison.Ordinal);
        Assert.Contains($"1  {version}  since", (await ClientAsync("model", "show", "--history")).Answers, StringComparison.Ordinal);
        Assert.Contains("model nothing-links\n", (await Run.OfAsync("verify", "--data", Data)).Answers, StringComparison.Ordinal);

        // The same version with other content is no other model but a mistake.
        json["joinThreshold"] = 800;
        var taken = await ClientAsync("model", "apply", _folder.Write("taken.json", json.ToJsonString()), "--by", "x");
        Assert.Equal(5, taken.ExitCode);
        Assert.Contains("give the changed model a version of its own", taken.Complaints, StringComparison.Ordinal);

        _server.Kill();
        var refused = await Run.OfAsync("serve", "--data", Data, "--model", file, "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("The store is under model 'nothing-links', not", refused.Complaints, StringComparison.Ordinal);
        Assert.Contains("'cgrains model apply FILE'", refused.Complaints, StringComparison.Ordinal);

        var offline = await Run.OfAsync("model", "apply", file, "--data", Data, "--by", "J. Ward");
        Assert.Equal((0, $"The store is under {version}; the next start places 4 records anew.\n"), (offline.ExitCode, offline.Answers));
        _server = await ServerProcess.StartAsync(Data, more: ["--model", file]);
        Assert.Matches($"^3  {version}  since ", (await ClientAsync("model", "apply", file)).Answers);
        Assert.Contains("\"customers\": \"2\"", (await ClientAsync("status", "--json")).Answers, StringComparison.Ordinal);
        Assert.Equal(3, (await Run.OfAsync("model", "apply", file, "--data", Data)).ExitCode);
    }

    [Fact]
    public async Task A_source_is_said_to_hold_nobody_twice_and_not_any_more()
    {
        Assert.DoesNotContain("holds nobody twice", (await ClientAsync("sources")).Answers, StringComparison.Ordinal);
        var diff = await ClientAsync("model", "set", "--one-to-one", "rent", "--diff");
        Assert.Contains("0 merges, 1 splits, 0 other regroupings", diff.Answers, StringComparison.Ordinal);
        Assert.Contains("Both are of the source rent, which holds nobody twice.", diff.Answers, StringComparison.Ordinal);
        var on = await ClientAsync("model", "set", "--one-to-one", "rent", "--by", "J. Ward");
        Assert.Equal(0, on.ExitCode);
        Assert.Contains("+one-to-one(rent)", on.Answers, StringComparison.Ordinal);
        Assert.Matches("rent +2 records  region GB.*  holds nobody twice", (await ClientAsync("sources")).Answers);
        Assert.Contains("\"customers\": \"3\"", (await ClientAsync("status", "--json")).Answers, StringComparison.Ordinal);
        Assert.Contains("Both are of the source rent, which holds nobody twice.", (await ClientAsync("why", "rent:1", "rent:2")).Answers, StringComparison.Ordinal);
        Assert.Contains("sources that hold nobody twice: rent", (await ClientAsync("model", "show")).Answers, StringComparison.Ordinal);
        Assert.Equal(0, (await ClientAsync("model", "set", "--not-one-to-one", "rent")).ExitCode);
        Assert.DoesNotContain("holds nobody twice", (await ClientAsync("sources")).Answers, StringComparison.Ordinal);
        Assert.Contains("\"customers\": \"2\"", (await ClientAsync("status", "--json")).Answers, StringComparison.Ordinal);
        Assert.Equal(2, (await ClientAsync("model", "set", "--one-to-one", "Rent!")).ExitCode);
    }

    [Fact]
    public async Task The_model_is_put_to_the_number_of_people_and_back()
    {
        Assert.Contains("+namesakes(2283)", (await ClientAsync("model", "set", "--population", "1000000")).Answers, StringComparison.Ordinal);
        Assert.Contains("+namesakes(2283)+one-to-one(rent)", (await ClientAsync("model", "set", "--one-to-one", "rent")).Answers, StringComparison.Ordinal);
        Assert.Equal(0, (await ClientAsync("model", "set", "--population", "5000", "--not-one-to-one", "rent")).ExitCode);
        Assert.DoesNotContain("namesakes", (await ClientAsync("model", "show")).Answers, StringComparison.Ordinal);
        Assert.Equal(2, (await ClientAsync("model", "set", "--population", "0")).ExitCode);
    }

    private Task<Run> ClientAsync(params string[] arguments) => Run.OfAsync([.. arguments, "--server", _server.Grpc]);
}
