using CustomerGrains.Orleans.Contact;
using CustomerGrains.Orleans.Feed;
using CustomerGrains.Orleans.Review;
using CustomerGrains.Orleans.Sources;
using CustomerGrains.Orleans.Storing;
using CustomerGrains.Orleans.Tests.Contracts;

namespace CustomerGrains.Orleans.Tests.Storing;

/// <summary>States as stored, and what is decided on them.</summary>
public sealed class StateTests
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Goal: what an earlier version stored is read, and what is stored has the agreed form. Method: golden files.</summary>
    [Fact]
    public void States_have_the_approved_form()
    {
        Approved("subscription", SubscriptionState.Reset(new SubscriptionState { Position = 12 }, "op-1", 7).Next);
        Approved("review", ReviewState.Assign(new ReviewState(), new AssignReview { OperationId = "op-1", Assignee = "anna", Until = Monday.AddHours(1) }, Monday).Next);
        Approved("source", SourceAgreementState.Agree(SourceAgreementState.Agree(new SourceAgreementState(), Agree("op-1", 1)).Next, Agree("op-2", 2)).Next);
        Approved("contact", ContactState.Choose(new ContactState(), Choose("op-1", "phone", allowed: false, Monday)).Next);
    }

    /// <summary>Goal: states may be added to. Method: a property nobody knows, and all properties missing.</summary>
    [Fact]
    public void A_property_that_is_not_known_is_left_out_and_one_that_is_missing_has_its_default()
    {
        var serializer = new StateSerializer();
        var newer = serializer.Deserialize<SubscriptionState>(new BinaryData("""{"position":5,"colour":"red","operations":[{"id":"x","outcome":5,"who":"y"}]}"""));
        Assert.Equal((5, "x"), (newer.Position, Assert.Single(newer.Operations).Id));
        var empty = serializer.Deserialize<ContactState>(new BinaryData("{}"));
        Assert.Empty(empty.Choices);
        Assert.Empty(empty.Operations);
    }

    /// <summary>Goal: the order in which choices arrive does not show, nor under which number they were noted. Method: all orders of four, and split over two customers that became one.</summary>
    [Fact]
    public void Of_choices_on_one_subject_the_latest_counts_in_any_order()
    {
        ContactChoice[] choices =
        [
            Choose("", "phone", allowed: true, Monday).Choice,
            Choose("", "phone", allowed: false, Monday.AddDays(1)).Choice,
            Choose("", "phone", allowed: true, Monday.AddDays(1)).Choice,
            Choose("", "post", allowed: true, Monday).Choice,
        ];
        foreach (var order in Permutations(choices))
        {
            var together = ContactChoices.Together([Of(order[..2]), Of(order[2..])]);
            Assert.Equal([false, true], together.Choices.OrderBy(choice => choice.Name, StringComparer.Ordinal).Select(choice => choice.Allowed));
            Assert.Equal(2, Of(order).Choices.Length);
        }
    }

    /// <summary>Goal: at the limit nothing is taken silently.</summary>
    [Fact]
    public void More_choices_than_a_customer_may_have_are_refused()
    {
        var state = Enumerable.Range(0, ContactChoices.CountMax).Aggregate(new ContactState(), (sum, number) => ContactState.Choose(sum, Choose($"{number}", $"p{number}", true, Monday)).Next);
        Assert.Throws<ArgumentException>(() => ContactState.Choose(state, Choose("more", "more", true, Monday)));
        Assert.Equal(ContactChoices.CountMax, ContactState.Choose(state, Choose("again", "p0", false, Monday.AddDays(1))).Next.Choices.Length);
    }

    [Fact]
    public void A_possible_match_is_one_person_s_until_its_time_is_over()
    {
        var assign = new AssignReview { OperationId = "1", Assignee = "anna", Until = Monday.AddHours(1) };
        var state = ReviewState.Assign(new ReviewState(), assign, Monday).Next;
        var (unchanged, refused) = ReviewState.Assign(state, assign with { OperationId = "2", Assignee = "ben" }, Monday.AddMinutes(59));
        Assert.Same(state, unchanged);
        Assert.Equal("anna", refused.Assignee);
        Assert.Equal("ben", ReviewState.Assign(state, assign with { OperationId = "2", Assignee = "ben", Until = Monday.AddHours(3) }, Monday.AddHours(1)).Outcome.Assignee);
        Assert.False(ReviewState.Release(state, "3", "ben").Outcome);
        Assert.Null(ReviewState.Release(state, "3", "anna").Next.Held);
    }

    /// <summary>Goal: of two who change the terms of a source from the same ones, one is told of the other's.</summary>
    [Fact]
    public void Terms_are_changed_only_from_those_in_force()
    {
        var first = SourceAgreementState.Agree(new SourceAgreementState(), Agree("1", 1)).Next;
        var (second, agreed) = SourceAgreementState.Agree(first, Agree("2", 2) with { Agreement = Agree("2", 2).Agreement with { RetentionDays = 30 } });
        Assert.Equal((2, 30), (agreed.Number, agreed.RetentionDays));
        var (unchanged, told) = SourceAgreementState.Agree(second, Agree("3", 2));
        Assert.Same(second, unchanged);
        Assert.Equal(30, told.RetentionDays);
        Assert.Equal(1, SourceAgreementState.Agree(second, Agree("1", 1)).Outcome.Number);
        Assert.Throws<ArgumentException>(() => SourceAgreementState.Agree(new SourceAgreementState(), Agree("1", 2)));
    }

    /// <summary>Goal: what is remembered of operations is bounded.</summary>
    [Fact]
    public void The_oldest_operation_is_forgotten_first()
    {
        var state = Enumerable.Range(0, 100).Aggregate(new SubscriptionState(), (sum, number) => SubscriptionState.Reset(sum, $"{number}", number).Next);
        Assert.Equal(DoneOperations.CountMax, state.Operations.Length);
        Assert.Equal("99", state.Operations[^1].Id);
        Assert.Throws<ArgumentOutOfRangeException>(() => SubscriptionState.Reset(state, new string('x', DoneOperations.IdLengthMax + 1), 1));
    }

    internal static AgreeSource Agree(string operationId, int number) => new()
    {
        OperationId = operationId,
        Agreement = new SourceAgreement { Number = number, LawfulBasis = "public task", Purposes = ["housing"], Recipients = ["benefits"], RetentionDays = 730, AgreedBy = "head of housing", AgreedAt = Monday },
    };

    private static void Approved<T>(string name, T state)
    {
        var serializer = new StateSerializer();
        var text = serializer.Serialize(state).ToString();
        var golden = GoldenFiles.Text($"state-{name}.json", () => text + "\n").TrimEnd('\n');
        Assert.Equal(golden, text);
        Assert.Equal(golden, serializer.Serialize(serializer.Deserialize<T>(new BinaryData(golden))).ToString());
    }

    private static ContactChoices Of(IEnumerable<ContactChoice> choices) => ContactChoices.Together(choices.Select(choice => new ContactChoices { Choices = [choice] }));

    private static MakeContactChoice Choose(string operationId, string name, bool allowed, DateTimeOffset at) =>
        new() { OperationId = operationId, Choice = new ContactChoice { Subject = ContactSubject.Channel, Name = name, Allowed = allowed, At = at } };

    private static IEnumerable<T[]> Permutations<T>(T[] items) => items.Length <= 1
        ? [items]
        : Enumerable.Range(0, items.Length).SelectMany(first => Permutations<T>([.. items.Where((_, index) => index != first)]).Select(rest => (T[])[items[first], .. rest]));
}
