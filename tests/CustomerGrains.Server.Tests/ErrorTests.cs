using CustomerGrains.Client;
using CustomerGrains.Index;
using CustomerGrains.Index.Hosting;
using CustomerGrains.Server.Errors;
using CustomerGrains.Server.Tests.Running;
using CustomerGrains.V1;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Server.Tests;

/// <summary>Every cause of errors.proto, where it can be had from the real server there, else at its translation.</summary>
public sealed class ErrorTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly CustomerGrainsClient _client = shared.Server.Client;

    [Fact]
    public async Task Unknown_customer_is_not_found() =>
        await ExpectAsync(ErrorReason.CustomerNotFound, StatusCode.NotFound, () => _client.GetAsync(new CustomerGrains.Index.Customers.CustomerId(new(87654321)).ToString()));

    [Fact]
    public async Task Customer_id_with_a_wrong_check_character_is_an_invalid_field()
    {
        var error = await ExpectAsync(ErrorReason.InvalidField, StatusCode.InvalidArgument, () => _client.GetAsync("C-0001-2345-0"));
        Assert.Equal("customer_id", Assert.Single(error.Violations).Field);
    }

    [Fact]
    public async Task Unknown_record_is_not_found_and_named()
    {
        var error = await ExpectAsync(ErrorReason.RecordNotFound, StatusCode.NotFound, () => _client.GetByRecordAsync(People.Key("housing", "never")));
        Assert.Equal("never", error.Details["record_id"]);
    }

    [Fact]
    public async Task Explaining_a_record_that_is_not_there_names_the_missing_one()
    {
        await _client.PutRecordAsync(People.Key("housing", "there"), People.Numbered(900));
        var pair = new ExplainRequest.Types.RecordPair { A = People.Key("housing", "there"), B = People.Key("housing", "gone") };
        var error = await ExpectAsync(ErrorReason.RecordNotFound, StatusCode.NotFound, () => _client.ExplainAsync(new ExplainRequest { Records = pair }));
        Assert.Equal("gone", error.Details["record_id"]);
    }

    [Fact]
    public async Task Unregistered_source_is_a_failed_precondition() =>
        await ExpectAsync(ErrorReason.UnknownSource, StatusCode.FailedPrecondition, () => _client.PutRecordAsync(People.Key("nowhere", "1"), People.Numbered(1)));

    [Fact]
    public async Task Mapping_nobody_stored_is_not_found() =>
        await ExpectAsync(ErrorReason.MappingNotFound, StatusCode.NotFound, () => _client.GetMappingAsync("registrars"));

    [Theory]
    [InlineData("{ \"names\": [\n  { \"full\": \"Nâme\" ]\n}", "line 2, column 20.")]
    [InlineData("", "1 to 1048576 characters")]
    [InlineData("[]", "must be one JSON object")]
    [InlineData("{}{}", "line 1, column 3.")]
    public async Task Text_that_is_no_mapping_is_refused_with_its_place_and_the_stored_one_stays(string text, string message)
    {
        const string Stored = """
            {
              // Comments are allowed.
              "recordId": "id",
            }
            """;
        await _client.PutMappingAsync("housing", Stored);
        var error = await ExpectAsync(ErrorReason.InvalidField, StatusCode.InvalidArgument, () => _client.PutMappingAsync("housing", text));
        Assert.Equal("mapping_json", Assert.Single(error.Violations).Field);
        Assert.Contains(message, error.Violations[0].Description, StringComparison.Ordinal);
        Assert.Equal(Stored, await _client.GetMappingAsync("housing"));
    }

    [Fact]
    public async Task Record_over_a_mebibyte_is_too_large()
    {
        var record = People.Numbered(2);
        for (var i = 0; i < 3; i++)
        {
            record.Other.Add($"blob{i}", new string('x', 500_000));
        }

        var error = await ExpectAsync(ErrorReason.RecordTooLarge, StatusCode.ResourceExhausted, () => _client.PutRecordAsync(People.Key("housing", "large"), record));
        Assert.False(error.IsRetriable);
        Assert.Equal("1048576", error.Details["bytes_max"]);
    }

    [Fact]
    public async Task Operation_id_used_again_for_other_content_is_refused_and_for_the_same_is_answered_alike()
    {
        var request = new PutRecordRequest { OperationId = "op-1", Key = People.Key("housing", "op"), Record = People.Numbered(3) };
        var first = await _client.PutRecordAsync(request);
        Assert.Equal(first, await _client.PutRecordAsync(request));
        var other = new PutRecordRequest(request) { Record = People.Numbered(4) };
        await ExpectAsync(ErrorReason.OperationIdReused, StatusCode.AlreadyExists, () => _client.PutRecordAsync(other));
    }

    [Fact]
    public async Task An_operation_delivered_again_after_a_later_one_is_answered_alike_and_not_done_again()
    {
        var first = new PutRecordRequest { OperationId = "early-1", Key = People.Key("housing", "early"), Record = People.Numbered(6) };
        var created = await _client.PutRecordAsync(first);
        var later = new PutRecordRequest(first) { OperationId = "early-2", Record = People.Numbered(7) };
        var updated = await _client.PutRecordAsync(later);
        Assert.Equal((Effect.Created, Effect.Updated), (created.Effect, updated.Effect));

        // The effect is what it was; the rest is as things are now.
        var repeat = await _client.PutRecordAsync(first);
        Assert.Equal((Effect.Created, updated.CustomerId, updated.Position), (repeat.Effect, repeat.CustomerId, repeat.Position));
        Assert.Equal(Effect.Unchanged, (await _client.PutRecordAsync(new PutRecordRequest(later) { OperationId = "early-3" })).Effect);
        await ExpectAsync(ErrorReason.OperationIdReused, StatusCode.AlreadyExists, () => _client.PutRecordAsync(new PutRecordRequest(first) { Record = People.Numbered(8) }));
    }

    [Fact]
    public async Task Operation_id_used_again_for_another_decision_on_the_pair_is_refused()
    {
        var (a, b) = (People.Key("housing", "decided-1"), People.Key("housing", "decided-2"));
        await _client.PutRecordAsync(a, People.Numbered(9));
        await _client.PutRecordAsync(b, People.Numbered(10));
        var request = new DecideRequest { A = a, B = b, Decision = Decision.Same, DecidedBy = "pat", OperationId = "decide-1" };
        var first = await _client.DecideAsync(request);
        var error = await ExpectAsync(ErrorReason.OperationIdReused, StatusCode.AlreadyExists, () => _client.DecideAsync(new DecideRequest(request) { Decision = Decision.Different }));
        Assert.False(error.IsRetriable);
        Assert.Equal("decide-1", error.Details["operation_id"]);
        Assert.Equal(first, await _client.DecideAsync(request));
    }

    [Fact]
    public async Task Every_invalid_field_is_named_at_once()
    {
        var record = new V1.Record { Names = { new PersonName { Given = "a\u0001" } }, Emails = { new string('x', 5000) } };
        var error = await ExpectAsync(ErrorReason.InvalidField, StatusCode.InvalidArgument, () => _client.PutRecordAsync(People.Key("housing", ""), record));
        Assert.Equal(["key.record_id", "record.names[0].given", "record.emails[0]"], error.Violations.Select(violation => violation.Field));
        Assert.All(error.Violations, violation => Assert.Contains(violation.Field, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Number_of_an_enumeration_that_is_not_in_the_contract_is_an_invalid_field()
    {
        var error = await ExpectAsync(
            ErrorReason.InvalidField, StatusCode.InvalidArgument, () => _client.PutRecordAsync(People.Key("housing", "1"), new V1.Record { Type = (RecordType)257 }));
        Assert.Equal("record.type", Assert.Single(error.Violations).Field);
    }

    [Theory]
    [InlineData(-1, "page_size")]
    [InlineData(5, "text")]
    public async Task Search_says_which_field_is_wrong(int size, string field)
    {
        var error = await ExpectAsync(ErrorReason.InvalidField, StatusCode.InvalidArgument, () => _client.SearchAsync(" ", size));
        Assert.Equal(field, Assert.Single(error.Violations).Field);
    }

    [Fact]
    public async Task Decision_without_a_decider_or_on_one_record_is_refused_by_field()
    {
        var request = new DecideRequest { A = People.Key("housing", "1"), B = People.Key("housing", "1"), Decision = Decision.Same };
        var error = await ExpectAsync(ErrorReason.InvalidField, StatusCode.InvalidArgument, () => _client.DecideAsync(request));
        Assert.Equal(["b", "decided_by"], error.Violations.Select(violation => violation.Field));
    }

    [Fact]
    public async Task Source_with_a_bad_name_or_region_is_refused_by_field()
    {
        var error = await ExpectAsync(ErrorReason.InvalidField, StatusCode.InvalidArgument, () => _client.RegisterSourceAsync(new Source { Name = "Bad Name", DefaultRegion = "uk" }));
        Assert.Equal(["source.name", "source.default_region"], error.Violations.Select(violation => violation.Field));
    }

    [Fact]
    public async Task Unary_bytes_that_are_no_message_are_an_invalid_argument()
    {
        using var channel = GrpcChannel.ForAddress(shared.Server.Host.GrpcAddress);
        var bytes = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);
        var method = new Method<byte[], byte[]>(MethodType.Unary, CustomerService.Descriptor.FullName, "Get", bytes, bytes);
        using var call = channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(), [0x0a, 0x02, 0xff, 0xfe]);
        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Equal("MALFORMED_MESSAGE", Details.Info(Details.Of(error)).Reason);
    }

    [Fact]
    public void Lost_infrastructure_is_retriable_and_says_when()
    {
        (Exception Thrown, string Reason, StatusCode Code)[] cases =
        [
            (new JournalUnavailableException("disk"), "STORE_UNAVAILABLE", StatusCode.Unavailable),
            (new GrainUnavailableException("gone"), "STORE_UNAVAILABLE", StatusCode.Unavailable),
            (new OverloadedException(TimeSpan.FromSeconds(3)), "OVERLOADED", StatusCode.ResourceExhausted),
            (new ServerOutdatedException(), "SERVER_OUTDATED", StatusCode.Unavailable),
        ];
        foreach (var (thrown, reason, code) in cases)
        {
            var status = ApiErrors.Of(thrown)!;
            Assert.Equal((reason, "customergrains.v1", (int)code), (Details.Info(status).Reason, Details.Info(status).Domain, status.Code));
            Assert.True(Details.Get<RetryInfo>(status)!.RetryDelay.ToTimeSpan() > TimeSpan.Zero);
        }

        Assert.Equal(3, Details.Get<RetryInfo>(ApiErrors.Of(cases[2].Thrown)!)!.RetryDelay.Seconds);
    }

    [Fact]
    public void Unexpected_fault_is_logged_under_the_id_the_caller_gets_and_without_its_text()
    {
        using var logs = new CapturedLogs();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(logs));
        var status = new FaultTranslator(factory.CreateLogger<FaultTranslator>()).Translate(new InvalidOperationException("canary-value"), "Some/Method");
        var id = Details.Info(status).Metadata["correlation_id"];
        Assert.Equal((int)StatusCode.Internal, status.Code);
        Assert.Contains(id, logs.Text, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException", logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("canary-value", logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("canary-value", status.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", nameof(ServerOptions.GrpcListen))]
    [InlineData("somewhere:80", nameof(ServerOptions.GrpcListen))]
    public void Options_that_make_no_sense_are_refused_before_anything_starts(string listen, string option)
    {
        var error = Assert.Throws<ServerOptionsException>(() => ServerHost.Build(new ServerOptions { GrpcListen = listen }));
        Assert.Contains(option, error.Message, StringComparison.Ordinal);
        Assert.Contains(listen, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_interval_of_the_sweep_is_read_by_its_name_and_refused_when_it_would_never_rest()
    {
        Assert.Equal(TimeSpan.FromSeconds(5), ServerOptions.Read("--SweepInterval", "00:00:05").SweepInterval);
        var error = Assert.Throws<ServerOptionsException>(() => ServerHost.Build(ServerOptions.Read("--SweepInterval", "00:00:00")));
        Assert.Contains(nameof(ServerOptions.SweepInterval), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("10001")]
    public void How_many_others_make_a_key_small_is_read_by_its_name_and_refused_where_it_makes_no_sense(string value)
    {
        Assert.Equal(0, ServerOptions.Read("--SmallKeyOthersMax", "0").SmallKeyOthersMax);
        var error = Assert.Throws<ServerOptionsException>(() => ServerHost.Build(ServerOptions.Read("--SmallKeyOthersMax", value)));
        Assert.Contains(nameof(ServerOptions.SmallKeyOthersMax), error.Message, StringComparison.Ordinal);
    }

    private static async Task<CustomerGrainsException> ExpectAsync(ErrorReason reason, StatusCode code, Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<CustomerGrainsException>(call);
        Assert.Equal((reason, code), (error.Reason, error.StatusCode));
        return error;
    }
}
