using CustomerGrains.Client;
using CustomerGrains.Server.Tests.Running;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Server.Tests;

public sealed class CustomerTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly CustomerGrainsClient _client = shared.Server.Client;

    [Fact]
    public async Task Read_mask_leaves_only_the_parts_asked_for_and_refuses_unknown_ones()
    {
        var put = await _client.PutRecordAsync(People.Key("housing", "mask"), People.Numbered(500));
        var whole = (await _client.GetAsync(put.CustomerId)).Customer;
        var masked = (await _client.GetAsync(put.CustomerId, ["id", "display_name"])).Customer;
        Assert.Equal(new Customer { Id = whole.Id, DisplayName = whole.DisplayName }, masked);
        Assert.NotEmpty(whole.Values);
        var hit = Assert.Single((await _client.SearchAsync(new SearchRequest { Attributes = People.Numbered(500), ReadMask = new FieldMask { Paths = { "id" } } })).Hits, hit => hit.Grade == Grade.Certain);
        Assert.Equal(new Customer { Id = whole.Id }, hit.Customer);
        var error = await Assert.ThrowsAsync<CustomerGrainsException>(() => _client.GetAsync(put.CustomerId, ["nickname"]));
        Assert.Equal("read_mask", Assert.Single(error.Violations).Field);
    }

    [Fact]
    public async Task Decision_merges_and_its_withdrawal_restores_the_former_customer()
    {
        var a = await _client.PutRecordAsync(People.Key("housing", "m1"), People.Numbered(611));
        var b = await _client.PutRecordAsync(People.Key("benefits", "m2"), People.Numbered(1733));
        Assert.NotEqual(a.CustomerId, b.CustomerId);
        var request = new DecideRequest { A = a.Key, B = b.Key, Decision = Decision.Same, DecidedBy = "clerk", Reason = "seen together" };
        var merged = await _client.DecideAsync(request);
        Assert.Equal(merged.CustomerIdA, merged.CustomerIdB);

        var superseded = a.CustomerId == merged.CustomerIdA ? b.CustomerId : a.CustomerId;
        var redirected = await _client.GetAsync(superseded);
        Assert.Equal(merged.CustomerIdA, redirected.Customer.Id);
        Assert.Equal([superseded, merged.CustomerIdA], redirected.Redirects);
        Assert.Equal([superseded], redirected.Customer.FormerIds);
        var pair = Assert.Single((await _client.ExplainAsync(new ExplainRequest { Records = new ExplainRequest.Types.RecordPair { A = a.Key, B = b.Key } })).Pairs);
        Assert.StartsWith("same, decided by clerk at ", pair.Assertion, StringComparison.Ordinal);
        Assert.EndsWith("seen together", pair.Assertion, StringComparison.Ordinal);

        var apart = await _client.DecideAsync(new DecideRequest(request) { Decision = Decision.Withdraw });
        Assert.Equal((a.CustomerId, b.CustomerId), (apart.CustomerIdA, apart.CustomerIdB));
        var kinds = (await _client.GetHistoryAsync(new HistoryRequest { CustomerId = merged.CustomerIdA })).Events.Select(change => change.ChangeCase).ToArray();
        Assert.Equal(CustomerEvent.ChangeOneofCase.Created, kinds[0]);
        Assert.Contains(CustomerEvent.ChangeOneofCase.Merged, kinds);
        Assert.Contains(CustomerEvent.ChangeOneofCase.Split, kinds);
    }

    [Fact]
    public async Task Explanation_weights_add_up_to_the_weight_of_the_pair()
    {
        var a = await _client.PutRecordAsync(People.Key("housing", "e1"), People.Numbered(701));
        var b = await _client.PutRecordAsync(People.Key("benefits", "e1"), People.Numbered(701));
        var records = await _client.ExplainAsync(new ExplainRequest { Records = new ExplainRequest.Types.RecordPair { A = a.Key, B = b.Key } });
        var pair = Assert.Single(records.Pairs);
        Assert.Equal(Verdict.Link, pair.Verdict);
        Assert.Equal(pair.Weight, pair.Evidence.Sum(evidence => evidence.Weight), 3);
        Assert.NotEmpty(pair.SharedSchemes);
        Assert.NotEmpty(records.ModelVersion);

        var customer = await _client.ExplainAsync(new ExplainRequest { CustomerId = a.CustomerId });
        Assert.Equal(pair.Weight, Assert.Single(customer.Pairs).Weight);
        Assert.Equal(pair.Weight, pair.Evidence[^1].Sum, 3);
        Assert.Equal(customer, await _client.HowAsync(a.CustomerId));
        var step = Assert.Single(customer.Steps);
        Assert.Equal(customer.Start, Assert.Single(step.Into));
        Assert.Equal(pair.Weight, step.Pair.Weight);
        Assert.Equal(JoinReason.Evidence, step.Reason);
        var other = await _client.PutRecordAsync(People.Key("housing", "e2"), People.Numbered(702));
        var apart = await _client.ExplainAsync(new ExplainRequest { Customers = new ExplainRequest.Types.CustomerPair { A = a.CustomerId, B = other.CustomerId } });
        Assert.NotEmpty(apart.Summary);
        var kept = Assert.Single(apart.Apart);
        Assert.Equal(other.CustomerId, kept.CustomerId);
        Assert.NotEmpty(kept.Reason);
        Assert.Equal(ApartReason.NoLink, kept.Kind);
        await _client.DecideAsync(new DecideRequest { A = People.Key("housing", "e2"), B = pair.A, Decision = Decision.Different, DecidedBy = "J. Ward", Reason = "asked both" });
        kept = Assert.Single((await _client.ExplainAsync(new ExplainRequest { Customers = new ExplainRequest.Types.CustomerPair { A = a.CustomerId, B = other.CustomerId } })).Apart);
        Assert.Equal(ApartReason.Decision, kept.Kind);
        Assert.Contains("J. Ward decided that they are different", kept.Reason, StringComparison.Ordinal);
        Assert.Contains("asked both", kept.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Reasons_have_the_same_numbers_on_the_wire_as_inside()
    {
        Assert.Equal(System.Enum.GetValues<Matching.Resolving.JoinReason>().Select(reason => ($"{reason}", (int)reason)), System.Enum.GetValues<JoinReason>().Skip(1).Select(reason => ($"{reason}", (int)reason)));
        Assert.Equal(System.Enum.GetValues<Matching.Resolving.ApartReason>().Select(reason => ($"{reason}", (int)reason)), System.Enum.GetValues<ApartReason>().Skip(1).Select(reason => ($"{reason}", (int)reason)));
    }

    [Fact]
    public async Task Deleted_record_leaves_an_empty_customer_and_comes_back_under_its_id()
    {
        var put = await _client.PutRecordAsync(People.Key("housing", "d1"), People.Numbered(801));
        Assert.Equal(Effect.Deleted, (await _client.DeleteRecordAsync(new DeleteRecordRequest { Key = put.Key })).Effect);
        Assert.Equal(CustomerState.Empty, (await _client.GetAsync(put.CustomerId)).Customer.State);
        var restored = await _client.PutRecordAsync(put.Key, People.Numbered(801));
        Assert.Equal((Effect.Restored, put.CustomerId), (restored.Effect, restored.CustomerId));
    }

    [Fact]
    public async Task Older_version_is_stale_and_the_same_content_unchanged()
    {
        var key = People.Key("housing", "v1");
        Assert.Equal(Effect.Created, (await _client.PutRecordAsync(key, People.Numbered(901), version: 5)).Effect);
        Assert.Equal(Effect.Unchanged, (await _client.PutRecordAsync(key, People.Numbered(901), version: 5)).Effect);
        Assert.Equal(Effect.Stale, (await _client.PutRecordAsync(key, People.Numbered(902), version: 4)).Effect);
        Assert.Equal(Effect.Updated, (await _client.PutRecordAsync(key, People.Numbered(902), version: 6)).Effect);
    }

    [Fact]
    public async Task Mapping_comes_back_as_it_was_stored()
    {
        const string Mapping = """{ "record_id": "id" }""";
        await _client.PutMappingAsync("housing", Mapping);
        Assert.Equal(Mapping, await _client.GetMappingAsync("housing"));
    }

    [Fact]
    public async Task Record_comes_back_as_it_was_sent()
    {
        var record = new V1.Record
        {
            Type = RecordType.Person,
            Names = { new PersonName { Type = NameType.Former, Given = "Zoë", Surname = "O'Brien", Suffix = "Jr" }, new PersonName { Type = NameType.Primary, Full = "Zoë Lindqvist" } },
            BirthDates = { "30 Feb 1970", "1970" },
            Gender = "F",
            Addresses = { new Address { Type = "home", Lines = { "1 High Street", "Ashford" }, Postcode = "TN23 1AA", Country = "GB", ValidFrom = "2001" } },
            Phones = { new Phone { Type = "mobile", Number = "07700 900123" } },
            Emails = { "zoe@mail.example" },
            Identifiers = { new Identifier { Type = "nino", Value = "QQ123456C", Issuer = "GB", Exclusive = true, Verified = true } },
            Accounts = { new Account { Domain = "rent", Number = "R-1" } },
            Websites = { "zoe.example" },
            Employers = { "Council" },
            BirthPlaces = { "Umeå" },
            Nationalities = { "SE" },
            Traits = { new Trait { Name = "shoe", Kind = TraitKind.Number, Value = "39" } },
            Other = { ["note"] = "מה שלומך ‏(RTL)", ["amount"] = "12" },
        };
        await _client.PutRecordAsync(People.Key("registrars", "whole"), record);
        var held = await _client.GetByRecordAsync(People.Key("registrars", "whole"));
        Assert.Equal(record, Assert.Single(held.Records).Record);
    }

    [Fact]
    public async Task Status_counts_and_names_the_build()
    {
        await _client.PutRecordAsync(People.Key("housing", "s1"), People.Numbered(1001));
        var status = await _client.GetStatusAsync();
        Assert.True(status.Records >= 1);
        Assert.True(status.Customers >= 1);
        Assert.Contains(status.Build, new[] { "complete", "reduced" });
        Assert.NotEmpty(status.ModelVersion);
        Assert.Empty((await _client.ListHotKeysAsync()).Keys);
    }
}
