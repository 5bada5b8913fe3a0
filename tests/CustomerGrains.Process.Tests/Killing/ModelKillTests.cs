using System.Text;
using System.Text.Json.Nodes;
using CustomerGrains.Client;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.V1;
using Xunit.Abstractions;

namespace CustomerGrains.Process.Tests.Killing;

/// <summary>The real <c>cgrains serve</c> killed without warning while it is put under another model and records keep coming.</summary>
public sealed class ModelKillTests(ITestOutputHelper output) : IDisposable
{
    private const int Count = 6_000;
    private const int Kills = 6;

    private readonly StorePair _stores = new();

    public void Dispose() => _stores.Dispose();

    /// <summary>Goal: a change of model that is killed again and again, under traffic, ends where a store that never knew another model is. Method: import half, apply, go on importing, kill -9 at seeded
    /// shares of the change and verify what lies on the disk each time; compare with everything imported under the new model from the start.</summary>
    [Fact]
    public async Task A_change_of_model_killed_at_any_moment_ends_in_the_partition_of_a_store_that_was_always_under_the_new_one()
    {
        var seed = StoreChecks.Seed;
        output.WriteLine($"CG_SEED={seed}");
        var random = new Random(seed);
        var port = ServeProcess.FreePort();
        var import = new StreamedImport(port, Count);
        var server = await ServeProcess.StartAsync(_stores.Disturbed, port);
        var interrupted = 0;
        try
        {
            Assert.Equal(Count / 2, (await import.RunAsync(end: Count / 2).WaitAsync(ServeProcess.WaitMax)).Acknowledged);
            using var client = ServeProcess.Connect(port);
            var applied = (await client.ApplyModelAsync(new ApplyModelRequest { ModelJson = Other(), AppliedBy = "tester" })).Model;
            var sending = import.RunAsync(first: Count / 2);
            for (var kill = 1; kill <= Kills; kill++)
            {
                // The first at once, so that it finds something to interrupt on a machine of any speed; each of the others after a further share is placed anew.
                if (kill > 1)
                {
                    await WaitUntilLeftAsync(client, (applied.Records * (Kills - kill) / Kills) + random.NextInt64(applied.Records / Kills));
                }

                server.Kill();
                await server.WaitForEndAsync();
                server.Dispose();
                var when = $"after kill {kill}, CG_SEED={seed}";
                var report = StoreChecks.AssertClean(_stores.Disturbed, when);
                await StoreChecks.AssertNothingLostAsync(_stores.Disturbed, import.Acknowledged, when);
                Assert.Equal(applied.Version, report.ModelVersion);
                interrupted += report.FormerRecords > 0 ? 1 : 0;
                server = await ServeProcess.StartAsync(_stores.Disturbed, port);
            }

            Assert.Equal(0, (await sending.WaitAsync(ServeProcess.WaitMax)).Failed);
            Assert.DoesNotContain(false, import.Acknowledged);
            await ServeProcess.WaitUntilResolvedAsync(port);
            await WaitUntilLeftAsync(client, 0);
            Assert.NotNull((await WaitUntilFinishedAsync(client)).FinishedAt);
        }
        finally
        {
            server.Dispose();
        }

        Assert.True(interrupted > 0, $"No kill fell into the change, so the test shows nothing; CG_SEED={seed}");
        output.WriteLine($"{interrupted} of {Kills} kills fell into the change");
        await ImportUndisturbedAsync();
        output.WriteLine(StoreChecks.AssertAlike(_stores.Disturbed, _stores.Undisturbed));
    }

    private async Task ImportUndisturbedAsync()
    {
        var file = Path.Combine(_stores.Undisturbed, "model.json");
        await File.WriteAllTextAsync(file, Other());
        await StreamedImport.WholeAsync(_stores.Undisturbed, Count, "--model", file);
    }

    /// <summary>A model that merges and splits: cautious with neighbours, bold with phones.</summary>
    private static string Other()
    {
        var json = JsonNode.Parse(Encoding.UTF8.GetString(MatchingModel.Default.ToJson()))!;
        json["version"] = "other";
        json["linkThreshold"] = MatchingModel.Default.LinkThreshold + 250;
        json["levels"]!["phone"]!["same"] = json["levels"]!["phone"]!["same"]!.GetValue<int>() + 500;
        return json.ToJsonString();
    }

    private static async Task WaitUntilLeftAsync(CustomerGrainsClient client, long recordsLeft)
    {
        using var timeout = new CancellationTokenSource(ServeProcess.WaitMax);
        while ((await client.GetModelProgressAsync(timeout.Token)).Model.RecordsLeft > recordsLeft)
        {
        }
    }

    private static async Task<Model> WaitUntilFinishedAsync(CustomerGrainsClient client)
    {
        using var timeout = new CancellationTokenSource(ServeProcess.WaitMax);
        while (true)
        {
            if ((await client.GetModelProgressAsync(timeout.Token)).Model is { FinishedAt: not null } model)
            {
                return model;
            }
        }
    }
}
