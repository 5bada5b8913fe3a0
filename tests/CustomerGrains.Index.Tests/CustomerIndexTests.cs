using System.IO.Hashing;
using CustomerGrains.Index.Customers;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Sources;
using CustomerGrains.Index.Tests.Checking;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising;

namespace CustomerGrains.Index.Tests;

/// <summary>The index as its doors use it, on a real journal in memory.</summary>
public sealed class CustomerIndexTests
{
    private static readonly RecordIdentity First = new("a", "1");
    private static readonly RecordIdentity Second = new("b", "2");
    private static readonly RecordIdentity Stranger = new("b", "3");

    private static readonly SourceRecord Margaret = new()
    {
        Names = [new PersonName { Given = "Margaret", Middle = "Anne", Surname = "Okonkwo" }],
        BirthDates = ["1961-03-12"],
        Phones = [new Phone("07700 900123")],
        Emails = ["m.okonkwo@northmail.net"],
        Identifiers = [new Identifier { Type = "nino", Value = "AB947261C" }],
        Addresses = [new Address { HouseNumber = "10", Street = "Downing Street", City = "London", Postcode = "SW1A 2AA" }],
        Other = [new KeyValuePair<string, string>("colour", "green")],
    };

    private static readonly SourceRecord Maggie = new()
    {
        Names = [new PersonName { Given = "Maggie", Surname = "Okonkwo" }],
        BirthDates = ["12/03/1961"],
        Phones = [new Phone("+44 7700 900123")],
        Emails = ["M.Okonkwo@northmail.net"],
    };

    private static readonly SourceRecord Lindqvist = new()
    {
        Names = [new PersonName { Given = "Olof", Surname = "Lindqvist" }],
        BirthDates = ["1984-07-30"],
        Phones = [new Phone("020 7946 0001")],
    };

    /// <summary>Goal: the answer to a record tells what became of its own customer and the one it left. Method: it joins another, says something else and leaves, comes back, and is deleted.</summary>
    [Fact]
    public async Task The_answer_names_the_customers_that_came_and_went_with_the_record()
    {
        await using var index = await IndexUnderTest.InMemoryAsync();
        var first = await index.PutAsync(First, Margaret);
        var alone = await index.PutAsync(Second, Lindqvist);
        Assert.NotEqual(first.Customer, alone.Customer);
        Assert.Empty(alone.Merged);
        Assert.Empty(alone.Split);

        var joined = await index.PutAsync(Second, Maggie);
        Assert.Equal(first.Customer, joined.Customer);
        Assert.Equal([alone.Customer], joined.Merged);
        Assert.Empty(joined.Split);

        var left = await index.PutAsync(Second, Lindqvist);
        Assert.Equal(alone.Customer, left.Customer);
        Assert.Equal([alone.Customer], left.Split);
        Assert.Empty(left.Merged);

        await index.PutAsync(Second, Maggie);
        var deleted = await index.Index.DeleteAsync(new DeleteCommand(Second));
        Assert.True(deleted.Customer.IsNone);
        Assert.Empty(deleted.Merged);
        Assert.Empty(deleted.Split);
    }

    [Fact]
    public async Task Two_records_of_one_person_become_one_customer_and_say_why()
    {
        await using var index = await FilledAsync();
        var view = (await index.Index.GetByRecordAsync(Second))!;
        Assert.Equal([First, Second], view.Records.Select(record => record.Identity));
        Assert.Equal("Margaret Anne Okonkwo", view.DisplayName);
        Assert.Equal([First, Second], view.Values.Single(value => value.Attribute == "e-mail").Sources.Select(source => source.Record).Order());
        Assert.Equal("green", view.Values.Single(value => value.Attribute == "colour").Value);
        var why = (await index.Index.ExplainRecordsAsync(First, Second))!;
        var pair = Assert.Single(why.Pairs);
        Assert.Equal(pair.Explanation.Score.Weight, pair.Explanation.Evidence.Sum(evidence => evidence.Weight));
        Assert.True(pair.Explanation.Score.Weight >= why.LinkThreshold);
        Assert.Contains("e-mail", pair.SharedSchemes);
        Assert.StartsWith("One customer", why.Summary, StringComparison.Ordinal);

        var how = (await index.Index.ExplainCustomerAsync(view.No))!;
        var step = Assert.Single(how.Steps);
        Assert.Equal(how.Start, Assert.Single(step.Into));
        Assert.Equal([First, Second], step.Into.Concat(step.Joined).Order());
        Assert.Null(step.Decision);
        Assert.Empty(how.Apart);
    }

    [Theory]
    [InlineData("okonkwo")]
    [InlineData("margaret okonkwo")]
    [InlineData("okonkwo margaret")]
    [InlineData("07700900123")]
    [InlineData("okonkwo 12/03/1961")]
    [InlineData("m.okonkwo@northmail.net")]
    [InlineData("AB947261C")]
    [InlineData("SW1A 2AA")]
    [InlineData("a:1")]
    [InlineData("okonkw 12 March 1961")]
    public async Task A_typed_line_finds_the_customer(string typed)
    {
        await using var index = await FilledAsync();
        var hits = (await index.Index.SearchAsync(new SearchQuery(null, new SourceDefaults(), typed, 0, 10))).Hits;
        Assert.NotEmpty(hits);
        Assert.Contains(First, hits[0].Customer.Records.Select(record => record.Identity));
        Assert.NotEmpty(hits[0].Reason);
        Assert.DoesNotContain(hits, hit => hit.Customer.Records.Any(record => record.Identity == Stranger));
    }

    [Theory]
    [InlineData("999 827 3811")]
    [InlineData("9998273811")]
    [InlineData("999-827-3811 lindqvist")]
    public async Task A_number_is_looked_for_as_a_phone_and_as_an_identifier(string typed)
    {
        await using var index = await FilledAsync();
        var patient = new RecordIdentity("a", "nhs");
        await index.PutAsync(patient, new SourceRecord
        {
            Names = [new PersonName { Given = "Britta", Surname = "Lindqvist" }],
            Phones = [new Phone("01632 960001")],
            Identifiers = [new Identifier { Type = "nhs", Value = "9998273811" }],
        });
        var hit = (await index.Index.SearchAsync(new SearchQuery(null, new SourceDefaults(), typed, 0, 10))).Hits[0];
        Assert.Equal(patient, hit.BestRecord);
        Assert.Contains("NHS number", hit.Reason, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("phone differs", hit.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_year_beside_a_name_is_looked_for_as_a_birth_year_and_as_a_postcode()
    {
        await using var index = await FilledAsync();
        var (younger, sydney) = (new RecordIdentity("a", "young"), new RecordIdentity("a", "sydney"));
        await index.PutAsync(younger, new SourceRecord { Names = [new PersonName { Given = "Margaret", Surname = "Okonkwo" }], BirthDates = ["2000-05-01"] });
        await index.PutAsync(sydney, new SourceRecord
        {
            Names = [new PersonName { Given = "Margaret", Surname = "Okonkwo" }],
            BirthDates = ["1934-05-01"],
            Addresses = [new Address { Lines = ["5 Kent Street"], City = "Sydney", Postcode = "2000", Country = "AU" }],
        });
        var born = (await index.Index.SearchAsync(new SearchQuery(null, new SourceDefaults(), "margaret okonkwo 1961", 0, 10))).Hits;
        Assert.Contains(First, born[0].Customer.Records.Select(record => record.Identity));
        Assert.Contains("date of birth agrees as far as it is known", born[0].Reason, StringComparison.Ordinal);
        var both = (await index.Index.SearchAsync(new SearchQuery(null, new SourceDefaults(), "margaret okonkwo 2000", 0, 10))).Hits;
        Assert.Equal([younger, sydney], both.Take(2).Select(hit => hit.BestRecord).OrderByDescending(record => record.RecordId));
    }

    [Fact]
    public async Task Of_fits_that_are_held_at_one_weight_the_better_ones_come_first()
    {
        // A surname and a postcode say too little to tell one customer from two, so all who have the surname are held below the threshold.
        await using var index = await FilledAsync();
        var near = new RecordIdentity("a", "near");
        for (var i = 0; i < 20; i++)
        {
            await index.PutAsync(new RecordIdentity("a", $"far{i}"), Ferreira($"Given{(char)('a' + i)}x", $"AB{i + 1} 2CD"));
        }

        await index.PutAsync(near, Ferreira("Joana", "TN23 7QX"));
        var hits = (await index.Index.SearchAsync(new SearchQuery(null, new SourceDefaults(), "ferreira tn23 7qx", 0, 10))).Hits;
        Assert.Equal(near, hits[0].BestRecord);

        static SourceRecord Ferreira(string given, string postcode) => new()
        {
            Names = [new PersonName { Given = given, Surname = "Ferreira" }],
            Addresses = [new Address { Postcode = postcode }],
        };
    }

    [Fact]
    public async Task A_customer_id_finds_its_customer_also_after_a_merge()
    {
        await using var index = await FilledAsync();
        var stranger = (await index.Index.GetByRecordAsync(Stranger))!.No;
        await index.DecideAsync(First, Stranger, AssertionDecision.Same);
        var hit = Assert.Single((await index.Index.SearchAsync(new SearchQuery(null, new SourceDefaults(), new CustomerId(stranger).ToString(), 0, 10))).Hits);
        Assert.Contains(Stranger, hit.Customer.Records.Select(record => record.Identity));
        Assert.Contains(First, hit.Customer.Records.Select(record => record.Identity));
        var view = (await index.Index.GetAsync(stranger))!;
        Assert.Equal([stranger, hit.Customer.No], view.Redirects);
        Assert.Equal([stranger], view.FormerNos);
    }

    [Fact]
    public async Task Attributes_find_the_customer_with_a_weight_and_a_grade()
    {
        await using var index = await FilledAsync();
        var hit = (await index.Index.SearchAsync(new SearchQuery(Maggie, new SourceDefaults(), null, 0, 10))).Hits[0];
        Assert.Equal(Grade.Certain, hit.Grade);
        Assert.Equal(Second, hit.BestRecord);
    }

    [Fact]
    public async Task A_search_for_nobody_finds_nobody()
    {
        await using var index = await FilledAsync();
        Assert.Empty((await index.Index.SearchAsync(new SearchQuery(null, new SourceDefaults(), "zzyzx", 0, 10))).Hits);
        await Assert.ThrowsAsync<InvalidFieldsException>(() => index.Index.SearchAsync(new SearchQuery(null, new SourceDefaults(), " ", 0, 10)));
    }

    [Fact]
    public async Task Pages_of_a_search_follow_each_other_without_gap_or_repeat()
    {
        await using var index = await FilledAsync();
        for (var i = 0; i < 7; i++)
        {
            await index.PutAsync(new RecordIdentity("a", $"p{i}"), new SourceRecord { Names = [new PersonName { Given = $"Given{(char)('a' + i)}x", Surname = "Barraclough" }] });
        }

        var seen = new List<CustomerNo>();
        for (var (skip, more) = (0, true); more; skip += 3)
        {
            var page = await index.Index.SearchAsync(new SearchQuery(null, new SourceDefaults(), "barraclough", skip, 3));
            seen.AddRange(page.Hits.Select(hit => hit.Customer.No));
            more = page.HasMore;
        }

        Assert.Equal(7, seen.Count);
        Assert.Equal(7, seen.Distinct().Count());
    }

    [Fact]
    public async Task A_decision_is_kept_with_who_and_why_and_can_be_withdrawn()
    {
        await using var index = await FilledAsync();
        var before = (await index.Index.GetByRecordAsync(Stranger))!.No;
        var decided = (await index.DecideAsync(Second, Stranger, AssertionDecision.Same))!;
        Assert.Equal(decided.CustomerA, decided.CustomerB);
        var why = (await index.Index.ExplainRecordsAsync(Second, Stranger))!;
        Assert.Equal(("tester", "because", true), (why.Pairs[0].Assertion!.DecidedBy, why.Pairs[0].Assertion!.Reason, why.Pairs[0].Assertion!.IsLive));
        Assert.Contains("tester decided", why.Summary, StringComparison.Ordinal);
        await index.DecideAsync(Second, Stranger, AssertionDecision.Withdraw);
        Assert.Equal(before, (await index.Index.GetByRecordAsync(Stranger))!.No);
        Assert.Null((await index.Index.ExplainRecordsAsync(Second, Stranger))!.Pairs[0].Assertion);
        Assert.Null(await index.DecideAsync(Second, new RecordIdentity("b", "never"), AssertionDecision.Same));
    }

    /// <summary>Goal: nobody takes the index for settled while a decision has no effect yet. Method: a decision that was cut off right after it was durable, then a sweep.</summary>
    [Fact]
    public async Task A_decision_that_was_cut_off_counts_as_backlog_until_it_is_swept_up()
    {
        await using var index = await FilledAsync();
        await index.Journal.AssertAsync(new AssertRequest { A = Second, B = Stranger, Decision = AssertionDecision.Same, DecidedBy = "tester" });
        Assert.Equal(1, (await index.Index.GetStatusAsync()).Backlog);
        Assert.Equal(0, await index.Index.SweepAsync());
        Assert.Equal(0, (await index.Index.GetStatusAsync()).Backlog);
        Assert.Equal((await index.Index.GetByRecordAsync(Second))!.No, (await index.Index.GetByRecordAsync(Stranger))!.No);
    }

    [Fact]
    public async Task A_decision_that_they_differ_keeps_two_customers_and_explains_it()
    {
        await using var index = await FilledAsync();
        await index.DecideAsync(First, Second, AssertionDecision.Different);
        var a = (await index.Index.GetByRecordAsync(First))!;
        var b = (await index.Index.GetByRecordAsync(Second))!;
        Assert.NotEqual(a.No, b.No);
        Assert.Equal([b.No], a.SplitInto);
        Assert.Contains("decided that they are different", (await index.Index.ExplainCustomersAsync(a.No, b.No))!.Summary, StringComparison.Ordinal);
        var apart = Assert.Single((await index.Index.ExplainCustomerAsync(a.No))!.Apart);
        Assert.Equal(b.No, apart.Customer);
        Assert.StartsWith("tester decided that they are different", apart.Reason, StringComparison.Ordinal);
        Assert.False(apart.InReview);
        Assert.Empty(await index.Index.ListReviewAsync(default, null, 10));
    }

    [Fact]
    public async Task History_tells_each_change_in_order()
    {
        await using var index = await FilledAsync();
        var customer = (await index.Index.GetByRecordAsync(First))!.No;
        await index.PutAsync(First, Margaret with { Gender = "F" });
        await index.Index.DeleteAsync(new DeleteCommand(Second));
        await index.Index.DeleteAsync(new DeleteCommand(First));
        var history = (await index.Index.HistoryAsync(customer, 0, 100))!;
        Assert.Equal([EventKind.Created, EventKind.RecordsChanged, EventKind.RecordsChanged, EventKind.RecordsChanged, EventKind.Emptied], history.Select(step => step.Kind));
        Assert.Equal([First], history[2].Updated);
        Assert.Equal([Second], history[3].Removed);
        Assert.Equal(CustomerState.Empty, (await index.Index.GetAsync(customer))!.State);
        Assert.Null(await index.Index.HistoryAsync(new CustomerNo(999), 0, 10));
        Assert.Null(await index.Index.GetByRecordAsync(First));
    }

    [Fact]
    public async Task A_possible_match_is_shown_to_both_and_in_the_queue()
    {
        await using var index = await FilledAsync();
        var twin = new SourceRecord { Names = [new PersonName { Given = "Olof", Surname = "Lindqvist" }], BirthDates = ["1984-07-30"] };
        var reply = await index.PutAsync(new RecordIdentity("a", "9"), twin with { BirthDates = ["1984-07-03"] });
        var queue = await index.Index.ListReviewAsync(default, null, 10);
        if (reply.Review.Count == 0)
        {
            // The model calls the pair certain or nothing; then the queue must say so too.
            Assert.Empty(queue);
            return;
        }

        var view = Assert.Single(queue);
        Assert.NotEmpty(view.Reason);
        Assert.Equal(reply.Review[0].Weight, view.Link.Weight);
        Assert.Single((await index.Index.GetAsync(reply.Customer))!.PossibleMatches);
        Assert.Single((await index.Index.GetByRecordAsync(Stranger))!.PossibleMatches);
    }

    [Fact]
    public async Task A_possible_match_is_named_beside_stronger_links_within_the_customer()
    {
        await using var index = await IndexUnderTest.InFolderAsync(new IndexOptions { ReviewShownMax = 1 });
        var john = new SourceRecord { Names = [new PersonName { Given = "John", Surname = "Smith" }], BirthDates = ["1961-03-12"], Addresses = [new Address { City = "London", Postcode = "SW1A 2AA" }] };
        await index.PutAsync(First, john with { Emails = ["smith@northmail.net"] });
        var namesake = new RecordIdentity("b", "4");
        var possible = await index.PutAsync(namesake, john with { BirthDates = ["1961"], Addresses = [] });
        Assert.Equal(First, Assert.Single(possible.Review).Other);
        var reply = await index.PutAsync(Second, john with { Emails = ["smith@northmail.net"] });
        Assert.Equal((await index.Index.GetByRecordAsync(First))!.No, reply.Customer);
        var review = Assert.Single(reply.Review);
        Assert.Equal((namesake, possible.Customer), (review.Other, review.Customer));
    }

    [Fact]
    public async Task An_older_version_is_stale_and_a_repeat_is_unchanged()
    {
        await using var index = await FilledAsync();
        Assert.Equal(AcceptEffect.Updated, (await index.PutAsync(First, Margaret with { Gender = "F" }, version: 5)).Effect);
        Assert.Equal(AcceptEffect.Stale, (await index.PutAsync(First, Lindqvist, version: 4)).Effect);
        var repeat = await index.PutAsync(First, Margaret with { Gender = "F" }, version: 5);
        Assert.Equal(AcceptEffect.Unchanged, repeat.Effect);
        Assert.Equal((await index.Index.GetByRecordAsync(First))!.No, repeat.Customer);
    }

    /// <summary>Goal: a late repeat never brings older content back, not even into the customers. Method: newer content is accepted and its resolution cut off, then the older operation is delivered again.</summary>
    [Fact]
    public async Task A_late_repeat_is_answered_as_it_was_and_resolves_what_is_held()
    {
        await using var index = await FilledAsync();
        var first = await index.Index.PutAsync(new PutCommand(First, Margaret with { Gender = "F" }, OperationId: "one"));
        Assert.Equal(AcceptEffect.Updated, first.Effect);
        var features = Standardiser.Standardise(Lindqvist, new SourceDefaults());
        var payload = SourceRecordCodec.Encode(Lindqvist);
        var cutOff = await index.Journal.AcceptAsync(new AcceptRequest
        {
            Identity = First,
            Payload = payload,
            Features = FeaturesCodec.Encode(features),
            ContentHash = XxHash128.HashToUInt128(payload),
            Keys = BlockingSchemes.Derive(features, new KeyHasher(new byte[16])),
            Operation = 9,
        });
        Assert.True(cutOff.NeedsResolution);

        var repeat = await index.Index.PutAsync(new PutCommand(First, Margaret with { Gender = "F" }, OperationId: "one"));
        var held = (await index.Index.GetByRecordAsync(First))!;
        Assert.Equal((AcceptEffect.Updated, held.No, cutOff.Position), (repeat.Effect, repeat.Customer, repeat.Position));
        Assert.Equal("Olof Lindqvist", held.DisplayName);
        Assert.Equal([First, Stranger], held.Records.Select(record => record.Identity));
        Assert.Equal(0, (await index.Journal.ReadStatusAsync()).Backlog);
        Assert.Empty(await index.Checker.CheckAsync([First, Second, Stranger]));

        // Nor does the repeat of a delete take out what has come back since.
        await index.Index.DeleteAsync(new DeleteCommand(First, OperationId: "two"));
        await index.Index.PutAsync(new PutCommand(First, Margaret, OperationId: "three"));
        Assert.Equal(AcceptEffect.Deleted, (await index.Index.DeleteAsync(new DeleteCommand(First, OperationId: "two"))).Effect);
        Assert.Equal("Margaret Anne Okonkwo", (await index.Index.GetByRecordAsync(First))!.DisplayName);
    }

    [Fact]
    public async Task What_cannot_be_taken_is_refused_field_by_field_and_writes_nothing()
    {
        await using var index = await FilledAsync();
        var before = await index.Journal.ReadStatusAsync();
        var bad = new SourceRecord
        {
            Names = [new PersonName { Given = "A", Surname = new string('x', 10_000_000) }, new PersonName { Given = "nul\0" }],
            Emails = ["\ud800"],
        };
        var refused = await Assert.ThrowsAsync<InvalidFieldsException>(() => index.PutAsync(new RecordIdentity("a", "bad\u0001"), bad));
        Assert.Equal(["key.record_id", "record.names[0].surname", "record.names[1].given", "record.emails[0]"], refused.Violations.Select(violation => violation.Field));
        await Assert.ThrowsAsync<UnknownSourceException>(() => index.PutAsync(new RecordIdentity("nobody", "1"), Margaret));
        var large = Margaret with { Other = [.. Enumerable.Range(0, 40).Select(i => new KeyValuePair<string, string>($"k{i}", new string('y', 30_000)))] };
        await Assert.ThrowsAsync<RecordTooLargeException>(() => index.PutAsync(First, large));
        Assert.Equal(before, await index.Journal.ReadStatusAsync());
    }

    [Fact]
    public async Task How_a_source_is_read_cannot_change_under_its_records()
    {
        await using var index = await FilledAsync();
        await index.Index.RegisterSourceAsync(new Source("a", "A better title", new SourceDefaults()));
        await Assert.ThrowsAsync<InvalidFieldsException>(() => index.Index.RegisterSourceAsync(new Source("a", "", new SourceDefaults { Region = "DE" })));
        await Assert.ThrowsAsync<InvalidFieldsException>(() => index.Index.RegisterSourceAsync(new Source("Not a name", "", new SourceDefaults())));
    }

    [Fact]
    public async Task Beyond_the_bound_a_record_is_refused_as_overload()
    {
        await using var index = await IndexUnderTest.InFolderAsync(new IndexOptions { InFlightMax = 1 });
        var puts = Enumerable.Range(0, 200).Select(i => index.PutAsync(new RecordIdentity("a", $"{i}"), Margaret)).ToArray();
        var refused = 0;
        foreach (var put in puts)
        {
            try
            {
                await put;
            }
            catch (OverloadedException overloaded)
            {
                Assert.True(overloaded.RetryAfter > TimeSpan.Zero);
                refused++;
            }
        }

        Assert.InRange(refused, 1, 199);
        Assert.Equal(200 - refused, (await index.Journal.ReadStatusAsync()).LiveRecords);
    }

    private static async Task<IndexUnderTest> FilledAsync()
    {
        var index = await IndexUnderTest.InMemoryAsync();
        await index.PutAsync(First, Margaret);
        await index.PutAsync(Second, Maggie);
        await index.PutAsync(Stranger, Lindqvist);
        return index;
    }
}
