using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Orleans.Contact;
using CustomerGrains.Orleans.Feed;
using CustomerGrains.Orleans.Hosting;
using CustomerGrains.Orleans.Review;
using CustomerGrains.Orleans.Sources;
using CustomerGrains.Orleans.Tests.Clusters;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace CustomerGrains.Orleans.Tests.Storing;

/// <summary>Grains with a state of their own, while their storage fails at every step and while there are two of them.</summary>
public sealed class StoredGrainTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly FaultyStorage _storage = new();
    private SharedJournal _shared = null!;
    private ClusterUnderTest _one = null!;
    private ClusterUnderTest _other = null!;

    public async Task InitializeAsync()
    {
        _shared = await SharedJournal.OpenAsync();
        _one = await StartAsync();
        _other = await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _other.DisposeAsync();
        await _one.DisposeAsync();
        await _shared.DisposeAsync();
    }

    public static TheoryData<StorageFault[]> Plans =>
    [
        [],
        [StorageFault.BeforeWrite],
        [StorageFault.AfterWrite],
        [StorageFault.AfterWrite, StorageFault.Read],
        [StorageFault.BeforeWrite, StorageFault.Read, StorageFault.AfterWrite],
        [StorageFault.LostFirstWrite],
        [StorageFault.LostFirstWrite, StorageFault.Read],
    ];

    /// <summary>Goal: whatever the storage does, a command repeated until it is answered is done once. Method: each fault and some in a row, at each of the grains; then a second activation that reads what there is.</summary>
    [Theory]
    [MemberData(nameof(Plans))]
    public async Task A_command_repeated_until_it_is_answered_is_done_once(StorageFault[] plan)
    {
        var subscription = Grain<ISubscriptionGrain>(_one, GrainKeys.OfSubscriber("crm"));
        _storage.Plan(plan);
        Assert.Equal(70, await RepeatAsync(() => subscription.ResetAsync("op", 70)));
        Assert.True(_storage.IsPlanDone);
        Assert.Equal(70, await subscription.ResetAsync("op", 70));
        Assert.Equal(90, await subscription.AdvanceAsync(90));
        Assert.Equal(70, await subscription.ResetAsync("op", 70));
        Assert.Equal(90, await subscription.GetPositionAsync());
        Assert.Equal(90, await Grain<ISubscriptionGrain>(_other, GrainKeys.OfSubscriber("crm")).GetPositionAsync());

        var review = GrainKeys.OfPair(new RecordNo(5), new RecordNo(9));
        var assign = new AssignReview { OperationId = "op", Assignee = "anna", Until = DateTimeOffset.MaxValue };
        _storage.Plan(plan);
        Assert.Equal("anna", (await RepeatAsync(() => Grain<IReviewAssignmentGrain>(_one, review).AssignAsync(assign))).Assignee);
        Assert.Equal("anna", (await Grain<IReviewAssignmentGrain>(_other, review).AssignAsync(assign with { OperationId = "other", Assignee = "ben" })).Assignee);

        var source = GrainKeys.OfSource("housing");
        _storage.Plan(plan);
        var agree = StateTests.Agree("op", number: 1);
        Assert.Equal(1, (await RepeatAsync(() => Grain<ISourceAgreementGrain>(_one, source).AgreeAsync(agree))).Number);
        Assert.Equal("public task", (await Grain<ISourceAgreementGrain>(_other, source).GetAsync())!.LawfulBasis);

        var contact = GrainKeys.OfContact(new CustomerNo(12));
        _storage.Plan(plan);
        var choices = await RepeatAsync(() => Grain<IContactGrain>(_one, contact).ChooseAsync(Choose("op", "phone", allowed: false, Monday)));
        Assert.Equal("phone", Assert.Single(choices.Choices).Name);
        Assert.Single((await Grain<IContactGrain>(_other, contact).GetAsync()).Choices);
    }

    /// <summary>Goal: of two activations neither overwrites the other. Method: both hold the state, then change it in turn and at once.</summary>
    [Fact]
    public async Task Two_activations_lose_nothing_of_each_other()
    {
        var key = GrainKeys.OfContact(new CustomerNo(4711));
        var (one, other) = (Grain<IContactGrain>(_one, key), Grain<IContactGrain>(_other, key));
        Assert.Empty((await one.GetAsync()).Choices);
        Assert.Empty((await other.GetAsync()).Choices);
        await one.ChooseAsync(Choose("1", "phone", allowed: true, Monday));
        await other.ChooseAsync(Choose("2", "post", allowed: true, Monday));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number =>
            RepeatAsync(() => (number % 2 == 0 ? one : other).ChooseAsync(Choose($"n{number}", $"purpose-{number}", allowed: true, Monday)))));
        await one.ChooseAsync(Choose("3", "last", allowed: true, Monday));
        var names = (await RepeatAsync(() => one.ChooseAsync(Choose("3", "last", allowed: true, Monday)))).Choices.Select(choice => choice.Name).Order(StringComparer.Ordinal);
        Assert.Equal(Enumerable.Range(0, 20).Select(number => $"purpose-{number}").Concat(["phone", "post", "last"]).Order(StringComparer.Ordinal), names);
    }

    /// <summary>Goal: an activation whose write failed does not answer from what it could not write.</summary>
    [Fact]
    public async Task A_failed_write_is_not_read_back()
    {
        var subscription = Grain<ISubscriptionGrain>(_one, GrainKeys.OfSubscriber("archive"));
        await subscription.AdvanceAsync(10);
        _storage.Plan(StorageFault.BeforeWrite);
        await Assert.ThrowsAsync<GrainUnavailableException>(async () => await subscription.AdvanceAsync(20));
        Assert.Equal(10, await subscription.GetPositionAsync());
        Assert.Equal(20, await subscription.AdvanceAsync(20));
        Assert.Equal(20, await subscription.AdvanceAsync(15));
    }

    private Task<ClusterUnderTest> StartAsync() => ClusterUnderTest.StartAsync(
        _shared.Journal, _shared.Journal, silos: 1, configureSilo: silo => silo.Services.AddKeyedSingleton<IGrainStorage>(OrleansHostOptions.StateStorage, _storage));

    private static TGrain Grain<TGrain>(ClusterUnderTest cluster, string key)
        where TGrain : IGrainWithStringKey => cluster.Silos[0].ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<TGrain>(key);

    private static MakeContactChoice Choose(string operationId, string name, bool allowed, DateTimeOffset at) =>
        new() { OperationId = operationId, Choice = new ContactChoice { Subject = ContactSubject.Purpose, Name = name, Allowed = allowed, At = at } };

    private static async Task<T> RepeatAsync<T>(Func<ValueTask<T>> command)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await command();
            }
            catch (Exception fault) when (attempt < 10 && fault is (GrainUnavailableException or OrleansException))
            {
                // The outcome is not known: the same command again.
            }
        }
    }
}
