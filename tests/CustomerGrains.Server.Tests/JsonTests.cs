using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CustomerGrains.Server.Tests.Running;
using CustomerGrains.V1;
using Google.Protobuf;

namespace CustomerGrains.Server.Tests;

public sealed class JsonTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly RunningServer _server = shared.Server;

    [Fact]
    public async Task Every_call_answers_in_json_what_it_answers_in_grpc()
    {
        var client = _server.Client;
        var record = People.Numbered(1200);
        var put = await SendAsync<PutRecordResponse>(HttpMethod.Put, "/v1/sources/housing/records/j1", "{\"record\":" + JsonFormatter.Default.Format(record) + ",\"version\":\"3\"}");
        Assert.Equal(Effect.Created, put.Outcome.Effect);
        var other = await client.PutRecordAsync(People.Key("benefits", "j1"), record);
        var id = put.Outcome.CustomerId;
        Assert.Equal(id, other.CustomerId);

        Assert.Equal(await client.GetAsync(id), await GetAsync<GetResponse>($"/v1/customers/{id}"));
        Assert.Equal(await client.GetAsync(id, ["id", "display_name"]), await GetAsync<GetResponse>($"/v1/customers/{id}?readMask=id,displayName"));
        Assert.Equal(await client.GetByRecordAsync(People.Key("housing", "j1")), (await GetAsync<GetByRecordResponse>("/v1/sources/housing/records/j1/customer")).Customer);
        var line = $"{record.Names[0].Given} {record.Names[0].Surname} {record.BirthDates[0]}";
        var found = await client.SearchAsync(line, 5);
        Assert.NotEmpty(found.Hits);
        Assert.Equal(found, await GetAsync<SearchResponse>($"/v1/customers?text={Uri.EscapeDataString(line)}&page_size=5"));
        Assert.Equal(found, await SendAsync<SearchResponse>(HttpMethod.Post, "/v1/customers:search", "{\"text\":\"" + line + "\",\"pageSize\":5}"));
        var explained = await client.ExplainAsync(new ExplainRequest { CustomerId = id });
        Assert.Equal(explained, await GetAsync<ExplainResponse>($"/v1/customers/{id}/explanation"));
        Assert.Equal(explained, await SendAsync<ExplainResponse>(HttpMethod.Post, "/v1/customers:explain", "{\"customerId\":\"" + id + "\"}"));
        Assert.Equal(await client.GetHistoryAsync(new HistoryRequest { CustomerId = id }), await GetAsync<HistoryResponse>($"/v1/customers/{id}/history"));
        Assert.Equal(await client.ListReviewAsync(new ListRequest()), await GetAsync<ListResponse>("/v1/review-pairs"));
        Assert.Equal(await client.ListSourcesAsync(), await GetAsync<ListSourcesResponse>("/v1/sources"));
        Assert.Equal(await client.ListHotKeysAsync(), await GetAsync<ListHotKeysResponse>("/v1/hot-keys"));
        var status = await GetAsync<GetStatusResponse>("/v1/status");
        Assert.Equal((await client.GetStatusAsync()).ModelVersion, status.ModelVersion);

        var source = await SendAsync<RegisterSourceResponse>(HttpMethod.Put, "/v1/sources/json-made", """{"title":"Made over JSON","dateOrder":"DATE_ORDER_DAY_FIRST"}""");
        Assert.Equal(new Source { Name = "json-made", Title = "Made over JSON", DateOrder = DateOrder.DayFirst, DefaultRegion = "GB" }, source.Source);
        await SendAsync<PutMappingResponse>(HttpMethod.Put, "/v1/sources/json-made/mapping", """{"mappingJson":"{}"}""");
        Assert.Equal("{}", (await GetAsync<GetMappingResponse>("/v1/sources/json-made/mapping")).MappingJson);
        Assert.True((await SendAsync<DeleteMappingResponse>(HttpMethod.Delete, "/v1/sources/json-made/mapping", null)).Deleted);
        Assert.False((await SendAsync<DeleteMappingResponse>(HttpMethod.Delete, "/v1/sources/json-made/mapping", null)).Deleted);
        var decided = await SendAsync<DecideResponse>(
            HttpMethod.Post,
            "/v1/review-pairs:decide",
            """{"a":{"source":"housing","recordId":"j1"},"b":{"source":"benefits","recordId":"j1"},"decision":"DECISION_DIFFERENT","decidedBy":"clerk"}""");
        Assert.NotEqual(decided.CustomerIdA, decided.CustomerIdB);
        Assert.Equal(Effect.Deleted, (await SendAsync<DeleteRecordResponse>(HttpMethod.Delete, "/v1/sources/housing/records/j1", null)).Outcome.Effect);
    }

    [Fact]
    public async Task Record_id_with_a_slash_a_percent_and_a_space_is_one_segment()
    {
        const string Id = "a/b%2F c?d";
        var path = $"/v1/sources/housing/records/{Uri.EscapeDataString(Id)}";
        var put = await SendAsync<PutRecordResponse>(HttpMethod.Put, path, """{"record":{"names":[{"full":"Slash Person"}]}}""");
        Assert.Equal(Id, put.Outcome.Key.RecordId);
        Assert.Equal(put.Outcome.CustomerId, (await GetAsync<GetByRecordResponse>(path + "/customer")).Customer.Id);
    }

    [Fact]
    public async Task Errors_are_problem_details_with_reason_and_violations()
    {
        var unknown = await ProblemAsync(HttpMethod.Get, "/v1/sources/housing/records/never/customer", null, HttpStatusCode.NotFound);
        Assert.Equal(("RECORD_NOT_FOUND", "never"), ((string?)unknown["reason"], (string?)unknown["metadata"]!["record_id"]));
        var invalid = await ProblemAsync(HttpMethod.Put, "/v1/sources/housing/records/x", """{"record":{"emails":["\u0001"]}}""", HttpStatusCode.BadRequest);
        Assert.Equal("record.emails[0]", (string?)invalid["fieldViolations"]![0]!["field"]);
        var field = await ProblemAsync(HttpMethod.Get, "/v1/customers?text=x&nonsense=1", null, HttpStatusCode.BadRequest);
        Assert.Equal("nonsense", (string?)field["fieldViolations"]![0]!["field"]);
        var body = await ProblemAsync(HttpMethod.Post, "/v1/customers:search", """{"text":1,""", HttpStatusCode.BadRequest);
        Assert.Equal("INVALID_FIELD", (string?)body["reason"]);
        var source = await ProblemAsync(HttpMethod.Put, "/v1/sources/nowhere/records/1", """{"record":{}}""", HttpStatusCode.BadRequest);
        Assert.Equal("UNKNOWN_SOURCE", (string?)source["reason"]);
        await ProblemAsync(HttpMethod.Get, "/v1/nothing", null, HttpStatusCode.NotFound);
        await ProblemAsync(HttpMethod.Delete, "/v1/status", null, HttpStatusCode.MethodNotAllowed);
        using var text = new StringContent("text=x", Encoding.UTF8, "application/x-www-form-urlencoded");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await _server.Http.PostAsync("/v1/customers:search", text)).StatusCode);
        using var latin = new ByteArrayContent([(byte)'{', 0xff, (byte)'}']);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await _server.Http.PostAsync("/v1/customers:search", latin)).StatusCode);
        latin.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var malformed = await _server.Http.PostAsync("/v1/customers:search", latin);
        Assert.Equal("MALFORMED_MESSAGE", (string?)JsonNode.Parse(await malformed.Content.ReadAsStringAsync())!["reason"]);
    }

    [Fact]
    public async Task Body_over_the_limit_is_too_large()
    {
        await using var server = await RunningServer.StartAsync(options => options.MessageBytesMax = 10_000);
        using var body = new StringContent(new string(' ', 20_000), Encoding.UTF8, "application/json");
        using var response = await server.Http.PostAsync("/v1/customers:search", body);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("RECORD_TOO_LARGE", (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["reason"]);
    }

    private async Task<T> GetAsync<T>(string path)
        where T : IMessage<T>, new() => await SendAsync<T>(HttpMethod.Get, path, null);

    private async Task<T> SendAsync<T>(HttpMethod method, string path, string? body)
        where T : IMessage<T>, new()
    {
        using var response = await SendAsync(method, path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
        return JsonParser.Default.Parse<T>(text);
    }

    private async Task<JsonNode> ProblemAsync(HttpMethod method, string path, string? body, HttpStatusCode status)
    {
        using var response = await SendAsync(method, path, body);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal((int)status, (int)problem["status"]!);
        return problem;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return await _server.Http.SendAsync(request);
    }
}
