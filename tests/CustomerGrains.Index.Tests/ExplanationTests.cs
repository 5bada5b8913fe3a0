using CustomerGrains.Index.Customers;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Tests.Checking;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Index.Tests;

/// <summary>How a customer came to be and what keeps two apart, on a real journal in memory.</summary>
public sealed class ExplanationTests
{
    private static readonly SourceRecord Zbigniew = new()
    {
        Names = [new PersonName { Given = "Zbigniew", Surname = "Trzebiatowski" }],
        BirthDates = ["1961-03-12"],
        Addresses = [new Address { HouseNumber = "12", Street = "High Street", City = "Thornminster", Postcode = "TM1 2EQ" }],
    };

    [Fact]
    public async Task A_decision_among_three_records_is_told_with_the_record_it_is_about()
    {
        await using var index = await IndexUnderTest.InMemoryAsync();
        var (one, two, stranger) = (await PutAsync(index, "a:1", Zbigniew), await PutAsync(index, "b:2", Zbigniew), await PutAsync(index, "b:3", Named("Olof", "Lindqvist")));
        await index.DecideAsync(two, stranger, AssertionDecision.Same);
        var how = await HowAsync(index, one);

        Assert.Equal(2, how.Steps.Count);
        var decided = Assert.Single(how.Steps, step => step.Reason == JoinReason.Decision);
        Assert.Equal("tester", decided.Decision!.DecidedBy);
        Assert.Equal([two, stranger], new[] { decided.Pair.A, decided.Pair.B }.Order());
        Assert.Null(Assert.Single(how.Steps, step => step.Reason == JoinReason.Evidence).Decision);
        Assert.Empty(how.Apart);
    }

    [Fact]
    public async Task Two_numbers_that_one_customer_cannot_both_have_keep_two_apart_and_both_records_are_named()
    {
        await using var index = await IndexUnderTest.InMemoryAsync();
        var (one, two) = (await PutAsync(index, "a:1", Zbigniew), await PutAsync(index, "a:2", With(Zbigniew, "9434765919")));
        var other = await PutAsync(index, "b:3", With(Zbigniew, "9434765870"));
        var (customer, apart) = (await CustomerAsync(index, two), await CustomerAsync(index, other));
        Assert.NotEqual(customer, apart);

        var why = (await index.Index.ExplainCustomersAsync(customer, apart))!;
        var kept = Assert.Single(why.Apart);
        Assert.Equal(ApartReason.Conflict, kept.Kind);
        var telling = kept.Against ?? kept.Pair;
        Assert.Equal([two, other], new[] { telling.A, telling.B }.Order());
        Assert.Contains("NHS number", kept.Against is null ? why.Summary : kept.Reason, StringComparison.Ordinal);
        Assert.Equal(ApartReason.Conflict, Assert.Single((await HowAsync(index, other)).Apart, group => group.Customer == customer).Kind);
        Assert.False(kept.InReview);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public async Task A_possible_match_is_left_out_with_what_is_missing_and_that_it_waits()
    {
        await using var index = await IndexUnderTest.InMemoryAsync();
        var full = await PutAsync(index, "a:1", Zbigniew);
        var bare = await PutAsync(index, "b:2", Named("Zbigniew", "Trzebiatowski") with { Addresses = [new Address { City = "Thornminster", Postcode = "TM1 2EQ" }] });
        var left = Assert.Single((await HowAsync(index, full)).Apart);
        Assert.Equal((ApartReason.NoLink, true), (left.Kind, left.InReview));
        Assert.Equal(await CustomerAsync(index, bare), left.Customer);
        Assert.Contains("no date of birth on one side", left.Pair.Summary, StringComparison.Ordinal);
        Assert.EndsWith("so it waits for a person.", left.Pair.Summary, StringComparison.Ordinal);
        Assert.EndsWith("so it waits for a person.", Assert.Single((await index.Index.ExplainRecordsAsync(full, bare))!.Pairs).Summary, StringComparison.Ordinal);

        await index.DecideAsync(full, bare, AssertionDecision.Different);
        var why = (await index.Index.ExplainCustomersAsync(await CustomerAsync(index, full), await CustomerAsync(index, bare)))!;
        var kept = Assert.Single(why.Apart);
        Assert.Equal((ApartReason.Decision, false), (kept.Kind, kept.InReview));
        Assert.Matches("^tester decided that they are different, \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\dZ: because\\.$", kept.Reason);
    }

    [Fact]
    public async Task A_decision_on_two_records_that_are_not_the_strongest_pair_is_found_and_named()
    {
        await using var index = await IndexUnderTest.InMemoryAsync();
        var (one, two) = (await PutAsync(index, "a:1", Zbigniew), await PutAsync(index, "a:2", Zbigniew));
        var (other, more) = (await PutAsync(index, "b:3", Named("Olof", "Lindqvist", "1984-07-30")), await PutAsync(index, "b:4", Named("Olof", "Lindqvist", "1984-07-30")));
        await index.DecideAsync(two, more, AssertionDecision.Different);
        var kept = Assert.Single((await index.Index.ExplainCustomersAsync(await CustomerAsync(index, one), await CustomerAsync(index, other)))!.Apart);
        Assert.Equal(ApartReason.Decision, kept.Kind);
        var telling = kept.Against ?? kept.Pair;
        Assert.Equal([two, more], new[] { telling.A, telling.B }.Order());
    }

    [Fact]
    public async Task Records_of_a_source_that_holds_nobody_twice_are_named_as_what_keeps_two_apart()
    {
        await using var index = await IndexUnderTest.InMemoryAsync(model: MatchingModel.Default.WithOneToOneSources(["b"]));
        var (one, two) = (await PutAsync(index, "b:1", Zbigniew), await PutAsync(index, "b:2", Zbigniew));
        var kept = Assert.Single((await index.Index.ExplainCustomersAsync(await CustomerAsync(index, one), await CustomerAsync(index, two)))!.Apart);
        Assert.Equal(ApartReason.OneToOne, kept.Kind);
        Assert.Equal("b:1 and b:2 are both of the source b, which holds nobody twice.", kept.Reason);
    }

    [Fact]
    public async Task A_record_that_fits_father_and_son_joins_neither_and_the_other_is_named()
    {
        await using var index = await IndexUnderTest.InMemoryAsync();
        var father = await PutAsync(index, "a:father", Zbigniew with { BirthDates = ["1940-01-02"] });
        var son = await PutAsync(index, "a:son", Zbigniew with { BirthDates = ["1971-08-30"] });
        var unknown = await PutAsync(index, "b:unknown", Zbigniew with { BirthDates = [] });
        var of = await CustomerAsync(index, unknown);
        Assert.NotEqual(await CustomerAsync(index, father), of);
        var kept = Assert.Single((await HowAsync(index, unknown)).Apart, group => group.Records.Contains(father));
        Assert.Equal((ApartReason.Ambiguity, true), (kept.Kind, kept.InReview));
        Assert.Contains($"{new CustomerId(await CustomerAsync(index, son))} ({son}) fits as well", kept.Reason, StringComparison.Ordinal);
    }

    private static async Task<RecordIdentity> PutAsync(IndexUnderTest index, string identity, SourceRecord record)
    {
        var parts = identity.Split(':');
        var key = new RecordIdentity(parts[0], parts[1]);
        await index.PutAsync(key, record);
        return key;
    }

    private static async Task<CustomerNo> CustomerAsync(IndexUnderTest index, RecordIdentity record) => (await index.Index.GetByRecordAsync(record))!.No;

    private static async Task<ExplainReply> HowAsync(IndexUnderTest index, RecordIdentity record) => (await index.Index.ExplainCustomerAsync(await CustomerAsync(index, record)))!;

    private static SourceRecord Named(string given, string surname, string? birthDate = null) =>
        new() { Names = [new PersonName { Given = given, Surname = surname }], BirthDates = birthDate is null ? [] : [birthDate] };

    private static SourceRecord With(SourceRecord record, string nhs) => record with { Identifiers = [new Identifier { Type = "nhs", Value = nhs, Exclusive = true }] };
}
