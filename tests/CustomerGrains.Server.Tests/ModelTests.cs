using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json.Nodes;
using CustomerGrains.Client;
using CustomerGrains.Index;
using CustomerGrains.Index.ModelChange;
using CustomerGrains.Server.Model;
using CustomerGrains.Server.Tests.Running;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Server.Tests;

/// <summary>The matching model over the wire: read, compared, applied to a serving index, kept over a restart.</summary>
public sealed class ModelTests : IAsyncLifetime
{
    private static readonly TimeSpan Minutes = TimeSpan.FromMinutes(5);

    /// <summary>People who have nothing in common with each other.</summary>
    private static readonly V1.Record[] Persons =
    [
        People.Person("Amelia", "Okafor", "1941-03-17", email: "amelia.okafor@northmail.net"),
        People.Person("Tobias", "Lindqvist", "1958-11-02", phone: "07700 900614"),
        People.Person("Priya", "Venkataraman", "1973-07-29", email: "pv73@quaymail.net"),
        People.Person("Callum", "Abernathy", "1986-01-12", phone: "020 7946 0321"),
        People.Person("Beatrice", "Zielinski", "1992-09-05", email: "bz@hillmail.net"),
        People.Person("Edwin", "Nakamura", "2001-05-23", phone: "0113 496 0855"),
    ];

    private RunningServer _server = null!;

    private CustomerGrainsClient Client => _server.Client;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        await _server.RegisterAsync("housing", "benefits");
        foreach (var source in (string[])["housing", "benefits"])
        {
            for (var i = 0; i < Persons.Length; i++)
            {
                await Client.PutRecordAsync(People.Key(source, $"{i}"), Persons[i]);
            }
        }

        // Somebody who is in one source twice.
        await Client.PutRecordAsync(People.Key("housing", "again"), Persons[3]);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task The_model_in_force_is_the_built_in_one_of_a_fresh_store()
    {
        var read = await Client.GetModelAsync();
        Assert.Equal((1, Matching.Scoring.MatchingModel.Default.Version, "", 0, 0), (read.Model.Number, read.Model.Version, read.Model.AppliedBy, read.Model.Records, read.Model.RecordsLeft));
        Assert.NotNull(read.Model.FinishedAt);
        Assert.Empty(read.OneToOneSources);
        Assert.Equal(read.Model.Version, (string?)JsonNode.Parse(read.ModelJson)!["version"]);
        Assert.Equal([read.Model], await Client.ListModelsAsync());
        Assert.Equal(new GetModelProgressResponse { Model = read.Model }, await Client.GetModelProgressAsync());
    }

    [Fact]
    public async Task A_diff_says_what_would_merge_and_split_and_changes_nothing()
    {
        var status = await Client.GetStatusAsync();
        var diff = await Client.DiffModelAsync(new DiffModelRequest { ModelJson = await OneToOneAsync() }, Minutes);
        Assert.Equal(($"{status.ModelVersion}+one-to-one(housing)", 13, 6, 7), (diff.OtherVersion, diff.Records, diff.CustomersBefore, diff.CustomersAfter));
        Assert.Equal((0, 1, 0, 1), (diff.Merges, diff.Splits, diff.Regroupings, diff.CustomersChanged));
        Assert.True(diff.LinkThreshold > 0 && diff.OtherLinkThreshold > 0);
        var split = Assert.Single(diff.Changes);
        Assert.Equal((CustomerChangeKind.Split, 3, 2), (split.Kind, Assert.Single(split.Before).RecordCount, split.After.Count));
        Assert.StartsWith("C-", split.Before[0].CustomerId, StringComparison.Ordinal);
        Assert.Equal(["again", "3"], new[] { split.Reason.A, split.Reason.B }.Select(key => key.RecordId).OrderDescending());
        Assert.Contains("Both are of the source housing, which holds nobody twice.", split.Reason.Summary, StringComparison.Ordinal);
        Assert.Equal(status, await Client.GetStatusAsync());

        // Another model that changes nothing, and the one in force.
        var renamed = JsonNode.Parse(await OneToOneAsync())!;
        (renamed["version"], renamed["oneToOneSources"]) = ("renamed", new JsonArray());
        Assert.Empty((await Client.DiffModelAsync(new DiffModelRequest { ModelJson = renamed.ToJsonString() }, Minutes)).Changes);
    }

    [Fact]
    public async Task An_applied_model_places_everything_anew_and_is_kept_over_a_restart()
    {
        var json = await OneToOneAsync();
        var before = await Client.GetByRecordAsync(People.Key("benefits", "5"));
        var answer = await Client.ApplyModelAsync(new ApplyModelRequest { ModelJson = json, AppliedBy = "J. Ward", Reason = "a clean register" });
        Assert.True(answer.Applied);
        Assert.Equal((2, 13, "J. Ward", "a clean register"), (answer.Model.Number, answer.Model.Records, answer.Model.AppliedBy, answer.Model.Reason));
        await WaitForEndAsync();
        Assert.Equal((7, 0), ((await Client.GetStatusAsync()).Customers, (await Client.GetStatusAsync()).ModelRecordsLeft));
        Assert.NotEqual((await Client.GetByRecordAsync(People.Key("housing", "3"))).Id, (await Client.GetByRecordAsync(People.Key("housing", "again"))).Id);
        var after = await Client.GetByRecordAsync(People.Key("benefits", "5"));
        Assert.Equal((before.Id, before.Etag, before.Records), (after.Id, after.Etag, after.Records));
        var sources = (await Client.ListSourcesAsync()).Sources.ToDictionary(source => source.Name, source => source.OneToOne);
        Assert.Equal((true, false), (sources["housing"], sources["benefits"]));
        Assert.False((await Client.ApplyModelAsync(new ApplyModelRequest { ModelJson = json, AppliedBy = "again" })).Applied);

        await _server.Host.StopAsync();
        await _server.Host.DisposeAsync();
        var file = Path.Combine(_server.Folder, "model.json");
        await File.WriteAllTextAsync(file, json);
        await using (var again = await RunningServer.StartAsync(folder: _server.Folder))
        {
            Assert.Equal(["housing"], (await again.Client.GetModelAsync()).OneToOneSources);
        }

        await using (var named = await RunningServer.StartAsync(options => options.ModelFile = file, _server.Folder))
        {
            Assert.Equal(2, (await named.Client.GetModelAsync()).Model.Number);
        }

        await File.WriteAllBytesAsync(file, Matching.Scoring.MatchingModel.Default.ToJson());
        var refused = await Assert.ThrowsAsync<ModelMismatchException>(() => RunningServer.StartAsync(options => options.ModelFile = file, _server.Folder));
        Assert.Contains("cgrains model apply", refused.Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, "{}");
        Assert.Contains("\"version\" is missing", Assert.Throws<ServerOptionsException>(() => ServerHost.Build(new ServerOptions { ModelFile = file })).Message, StringComparison.Ordinal);
        Assert.Throws<ServerOptionsException>(() => ServerHost.Build(new ServerOptions { ModelFile = file + ".none" }));
    }

    [Fact]
    public async Task What_cannot_be_applied_is_refused_with_the_reason()
    {
        var json = await OneToOneAsync();
        async Task<CustomerGrainsException> RefusedAsync(ApplyModelRequest request, ErrorReason reason)
        {
            var error = await Assert.ThrowsAsync<CustomerGrainsException>(() => Client.ApplyModelAsync(request));
            Assert.Equal(reason, error.Reason);
            return error;
        }

        Assert.Equal("applied_by", Assert.Single((await RefusedAsync(new ApplyModelRequest { ModelJson = json }, ErrorReason.InvalidField)).Violations).Field);
        Assert.Equal("model_json", Assert.Single((await RefusedAsync(new ApplyModelRequest { AppliedBy = "x" }, ErrorReason.InvalidField)).Violations).Field);
        var broken = Assert.Single((await RefusedAsync(new ApplyModelRequest { AppliedBy = "x", ModelJson = "{\"version\":\"a\"}" }, ErrorReason.InvalidField)).Violations);
        Assert.Equal(("model_json", "\"levels\" is missing."), (broken.Field, broken.Description));
        var changed = JsonNode.Parse(json)!;
        (changed["oneToOneSources"], changed["joinThreshold"]) = (new JsonArray(), 701);
        var taken = await RefusedAsync(new ApplyModelRequest { AppliedBy = "x", ModelJson = changed.ToJsonString() }, ErrorReason.ModelVersionTaken);
        Assert.Equal(StatusCode.FailedPrecondition, taken.StatusCode);
        var overtaken = await RefusedAsync(new ApplyModelRequest { AppliedBy = "x", ModelJson = json, ExpectedNumber = 7 }, ErrorReason.ModelOvertaken);
        Assert.Equal("1", overtaken.Details["number"]);
        Assert.Equal(1, (await Client.GetModelAsync()).Model.Number);
    }

    [Fact]
    public async Task The_json_twins_say_the_same()
    {
        var http = _server.Http;
        Assert.Equal(await Client.GetModelAsync(), GetModelResponse.Parser.ParseJson(await http.GetStringAsync("/v1/model")));
        Assert.Equal(await Client.ListModelsAsync(), ListModelsResponse.Parser.ParseJson(await http.GetStringAsync("/v1/models?page_size=5")).Models);
        var json = await OneToOneAsync();
        using var compared = await http.PostAsJsonAsync("/v1/model:diff", new { modelJson = json, changesMax = 3 });
        Assert.Equal(await Client.DiffModelAsync(new DiffModelRequest { ModelJson = json, ChangesMax = 3 }, Minutes), DiffModelResponse.Parser.ParseJson(await compared.Content.ReadAsStringAsync()));
        using var applied = await http.PostAsJsonAsync("/v1/model:apply", new { modelJson = json, appliedBy = "desk" });
        Assert.True(ApplyModelResponse.Parser.ParseJson(await applied.Content.ReadAsStringAsync()).Applied);
        await WaitForEndAsync();
        Assert.Equal(await Client.GetModelProgressAsync(), GetModelProgressResponse.Parser.ParseJson(await http.GetStringAsync("/v1/model/progress")));
    }

    [Fact]
    public async Task One_comparison_runs_at_a_time_and_tells_how_far_it_is()
    {
        var index = DispatchProxy.Create<ICustomerIndex, WaitingIndex>();
        var waiting = (WaitingIndex)(object)index;
        waiting.Real = _server.Host.Index;
        using var drain = new StreamDrain(TimeProvider.System);
        var service = new ModelGrpcService(index, drain);
        var request = new DiffModelRequest { ModelJson = await OneToOneAsync() };
        using var patience = new CancellationTokenSource();
        var first = service.DiffModel(request, new Call(patience.Token));
        var progress = await service.GetModelProgress(new GetModelProgressRequest(), new Call(default));
        Assert.Equal((3, 10), (progress.Diff.Done, progress.Diff.Total));
        await Assert.ThrowsAsync<OverloadedException>(() => service.DiffModel(request, new Call(default)));

        // Whoever gives up, or a server that stops, makes place for the next.
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Null((await service.GetModelProgress(new GetModelProgressRequest(), new Call(default))).Diff);
        var second = service.DiffModel(request, new Call(default));
        await drain.StoppingAsync(default);
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => second)).StatusCode);
    }

    private async Task<string> OneToOneAsync()
    {
        var json = JsonNode.Parse((await Client.GetModelAsync()).ModelJson)!;
        json["oneToOneSources"] = new JsonArray("housing");
        return json.ToJsonString();
    }

    private async Task WaitForEndAsync()
    {
        using var limit = new CancellationTokenSource(Minutes);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while ((await Client.GetModelProgressAsync(limit.Token)).Model.FinishedAt is null)
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>An index whose comparison goes on until it is called off; everything else is the real one's.</summary>
    public class WaitingIndex : DispatchProxy
    {
        public ICustomerIndex Real { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == nameof(ICustomerIndex.DiffModelAsync) ? WaitAsync((Action<long, long>)args![2]!, (CancellationToken)args[3]!) : targetMethod.Invoke(Real, args);

        private static async Task<ModelDiffReport> WaitAsync(Action<long, long> report, CancellationToken cancellationToken)
        {
            report(3, 10);
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
            throw new InvalidOperationException("It ends by being called off.");
        }
    }

    private sealed class Call(CancellationToken cancellationToken) : ServerCallContext
    {
        protected override string MethodCore => "DiffModel";
        protected override string HostCore => "";
        protected override string PeerCore => "";
        protected override DateTime DeadlineCore => DateTime.MaxValue;
        protected override Metadata RequestHeadersCore { get; } = [];
        protected override CancellationToken CancellationTokenCore => cancellationToken;
        protected override Metadata ResponseTrailersCore { get; } = [];
        protected override Status StatusCore { get; set; }
        protected override WriteOptions? WriteOptionsCore { get; set; }
        protected override AuthContext AuthContextCore => null!;

        protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => throw new NotSupportedException();

        protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
    }
}
