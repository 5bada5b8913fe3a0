using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Standardising;

namespace CustomerGrains.Index.Tests.Checking;

/// <summary>Reads a journal at rest and names every promise it breaks. Shares nothing with the index but the journal's port and the pure library.</summary>
public sealed class IndexChecker(IJournal journal, ISourceStore store)
{
    private readonly List<string> _findings = [];
    private readonly Dictionary<ModelNo, MatchingModel> _models = [];

    /// <summary>Everything that is wrong; empty when nothing is.</summary>
    /// <param name="identities">All identities that were ever sent.</param>
    public async Task<IReadOnlyList<string>> CheckAsync(IEnumerable<RecordIdentity> identities)
    {
        _findings.Clear();
        var records = await ReadAsync(identities);
        var live = records.Where(record => record.IsLive).ToList();
        await CheckBacklogAsync(live.Count);
        await CheckPartitionAsync(live, await LiveAssertionsAsync(records));
        await CheckEventsAsync(records);
        await CheckComponentsAsync(records);
        await CheckPlacesAsync(records);
        await CheckModelAsync(records);
        return [.. _findings];
    }

    /// <summary>Only what must hold at every moment, also in the middle of faults and of a change of model.</summary>
    /// <param name="identities">All identities that were ever sent.</param>
    public async Task<IReadOnlyList<string>> CheckSafetyAsync(IEnumerable<RecordIdentity> identities)
    {
        _findings.Clear();
        await CheckEventsAsync(null);
        await CheckPlacesAsync(await ReadAsync(identities));
        return [.. _findings];
    }

    private async Task<IReadOnlyList<JournalRecord>> ReadAsync(IEnumerable<RecordIdentity> identities)
    {
        var records = new List<JournalRecord>();
        foreach (var identity in identities)
        {
            var number = await journal.FindRecordAsync(identity);
            if (!number.IsNone && (await journal.ReadRecordsAsync([number]))[0] is { } record)
            {
                records.Add(record);
            }
        }

        return records;
    }

    private async Task<MatchingModel> ModelAsync(ModelNo no)
    {
        if (!_models.TryGetValue(no, out var model))
        {
            var stored = (await journal.ReadModelAsync(no))!;
            model = MatchingModel.Parse(stored.Content);
            Expect(model.Version == stored.Version, $"model {no} is of version {model.Version}, but is said to be {stored.Version}");
            _models[stored.No] = _models[no] = model;
        }

        return model;
    }

    private static ComponentMember MemberOf(JournalRecord record, KeyHasher hasher) =>
        new(record.Identity, CrowdedValues.Without(FeaturesCodec.Decode(record.Features), record.CrowdedKeys, hasher));

    /// <summary>A component is placed under one model as a whole, and its customers are what that model makes of it: the one in force, or a former one it was last resolved under.</summary>
    private async Task CheckPlacesAsync(IReadOnlyList<JournalRecord> records)
    {
        var hasher = new KeyHasher(await store.GetOrAddSettingAsync(IndexSettings.KeySecret, []));
        var waiting = (await journal.ReadUnresolvedAssertionsAsync()).SelectMany(assertion => new[] { assertion.A, assertion.B }).ToHashSet();
        foreach (var component in records.Where(record => !record.Component.IsNone).GroupBy(record => record.Component))
        {
            JournalRecord[] members = [.. component];
            Expect(members.Select(member => member.Model).Distinct().Count() == 1, $"component {component.Key} is placed under models {string.Join(", ", members.Select(member => member.Model))}");
            if (members.Any(member => !member.IsLive || member.ResolvedRevision != member.Revision || waiting.Contains(member.No)))
            {
                // Something about it is not resolved yet, so it is a resolution of what was before.
                continue;
            }

            var local = members.Index().ToDictionary(member => member.Item.No, member => member.Index);
            var assertions = new List<MemberAssertion>();
            for (var page = await journal.ReadLiveAssertionsAsync(0, 1000); page.Count > 0; page = await journal.ReadLiveAssertionsAsync(page[^1].No, 1000))
            {
                assertions.AddRange(page.Where(assertion => local.ContainsKey(assertion.A) && local.ContainsKey(assertion.B))
                    .Select(assertion => new MemberAssertion(local[assertion.A], local[assertion.B], assertion.Same)));
            }

            var resolution = ComponentResolver.Resolve(
                [.. members.Select(member => MemberOf(member, hasher))], assertions, await ModelAsync(members[0].Model));
            var held = PartitionHash.Compute(members.GroupBy(member => member.Customer).Select(customer => customer.Select(member => member.Identity).ToArray()));
            var expected = PartitionHash.Compute(members.Index().GroupBy(member => resolution.ClusterOf[member.Index]).Select(cluster => cluster.Select(member => member.Item.Identity).ToArray()));
            Expect(held == expected, $"the customers of component {component.Key} are not what model {members[0].Model} makes of it");
        }
    }

    private async Task CheckModelAsync(IReadOnlyList<JournalRecord> records)
    {
        var status = await journal.ReadStatusAsync();
        Expect(status.FormerRecords == 0, $"{status.FormerRecords} records are placed under a former model");
        Expect((await journal.ReadFormerRecordsAsync(default, 10)).Count == 0, "there are records placed under a former model");
        Expect((await journal.ReadModelAsync(default))!.FinishedAt is not null, "the change of model is not finished");
        Expect(records.All(record => record.Component.IsNone ? record.Model.IsNone : record.Model == status.Model), "not every record is placed under the model in force");

        var hasher = new KeyHasher(await store.GetOrAddSettingAsync(IndexSettings.KeySecret, []));
        var models = await ModelAsync(default);
        var snapshot = await journal.ReadComponentsAsync([.. records.Select(record => record.No)]);
        var byNo = snapshot.Records.ToDictionary(record => record.No, record => MemberOf(record, hasher));
        foreach (var link in snapshot.Links)
        {
            var judged = JudgedPair.Of(byNo[link.A.No], byNo[link.B.No], models);
            Expect(
                judged.IsPossible(models) && judged.Weight == link.Weight && (link.Kind == LinkKind.Unblocked || judged.IsEdge(models) == link.IsEdge),
                $"the link of {byNo[link.A.No].Identity} and {byNo[link.B.No].Identity} is {link.Kind} of {link.Weight}, the model in force says {judged}");
        }
    }

    /// <summary>The partition as the index has it.</summary>
    public async Task<string> PartitionHashAsync()
    {
        var customers = new List<IReadOnlyCollection<RecordIdentity>>();
        await foreach (var (_, records) in journal.ReadPartitionAsync())
        {
            customers.Add([.. records]);
        }

        return PartitionHash.Compute(customers);
    }

    private async Task CheckBacklogAsync(int liveRecords)
    {
        var status = await journal.ReadStatusAsync();
        Expect(status.Backlog == 0, $"the backlog is {status.Backlog}");
        Expect(status.ResolvedThrough == status.LastPosition, $"resolved through {status.ResolvedThrough} of {status.LastPosition}");
        Expect(status.LiveRecords == liveRecords, $"the status counts {status.LiveRecords} live records, there are {liveRecords}");
        Expect((await journal.ReadUnresolvedRecordsAsync(default, 10)).Count == 0, "there are unresolved records");
        Expect(status.OlderReadings == 0, $"{status.OlderReadings} records are of an older reading");
        Expect((await journal.ReadUnresolvedAssertionsAsync()).Count == 0, "there are unresolved assertions");
    }

    private async Task<IReadOnlyList<BatchAssertion>> LiveAssertionsAsync(IReadOnlyList<JournalRecord> records)
    {
        var assertions = new Dictionary<long, BatchAssertion>();
        foreach (var record in records)
        {
            foreach (var assertion in await journal.ReadAssertionsAsync(record.No, default))
            {
                if (assertion.IsLive && assertion.Decision != AssertionDecision.Withdraw)
                {
                    assertions[assertion.No] = new BatchAssertion(assertion.A, assertion.B, assertion.Decision == AssertionDecision.Same);
                }
            }
        }

        return [.. assertions.Values];
    }

    private async Task CheckPartitionAsync(IReadOnlyList<JournalRecord> live, IReadOnlyList<BatchAssertion> assertions)
    {
        var secret = await store.GetOrAddSettingAsync(IndexSettings.KeySecret, []);
        var sources = (await store.ReadSourcesAsync()).ToDictionary(status => status.Source.Name, status => status.Source.Defaults);
        var batch = new List<BatchRecord>();
        foreach (var record in live)
        {
            var body = (await journal.ReadBodiesAsync([record.No]))[0]!;
            var features = Standardiser.Standardise(SourceRecordCodec.Decode(body.Payload), sources[record.Identity.Source]);
            Expect(FeaturesCodec.Encode(features).AsSpan().SequenceEqual(record.Features), $"the features of {record.Identity} are not those of its content");
            batch.Add(new BatchRecord(record.Identity, features));
        }

        var hasher = new KeyHasher(secret);
        var crowdLimit = await IndexSettings.GetCrowdLimitAsync(store);
        CheckCrowds(live, batch, hasher, crowdLimit);
        var expected = PartitionHash.Compute(BatchResolver.Resolve(batch, assertions, await ModelAsync(default), hasher, crowdLimit).Customers(batch));
        var actual = await PartitionHashAsync();
        Expect(expected == actual, $"the partition is {actual}, the batch gives {expected}");
    }

    /// <summary>Crowded is what more records than the limit have, no more and no less.</summary>
    private void CheckCrowds(IReadOnlyList<JournalRecord> live, IReadOnlyList<BatchRecord> batch, KeyHasher hasher, int crowdLimit)
    {
        var values = batch.Select(record => BlockingSchemes.Derive(record.Features, hasher).ValueKeys).ToArray();
        var holders = values.SelectMany(keys => keys).CountBy(key => key).ToDictionary();
        for (var i = 0; i < live.Count; i++)
        {
            Expect(
                values[i].Where(key => holders[key] > crowdLimit).SequenceEqual(live[i].CrowdedKeys),
                $"{live[i].Identity} has {live[i].CrowdedKeys.Length} crowded keys, the records give {values[i].Count(key => holders[key] > crowdLimit)}");
        }
    }

    private async Task CheckEventsAsync(IReadOnlyList<JournalRecord>? records)
    {
        var customerOf = new Dictionary<RecordNo, CustomerNo>();
        var named = new HashSet<CustomerNo>();
        var sequence = 0L;
        while (await journal.ReadEventsAsync(sequence, 1000) is { Count: > 0 } page)
        {
            foreach (var step in page)
            {
                Expect(step.Sequence == sequence + 1, $"event {step.Sequence} follows {sequence}");
                sequence = step.Sequence;
                Fold(step.Change, customerOf);
                named.Add(step.Change.Customer);
                named.UnionWith(step.Change.Others);
            }
        }

        if (records is not null)
        {
            foreach (var record in records)
            {
                var told = customerOf.GetValueOrDefault(record.No);
                Expect(told == record.Customer, $"{record.Identity} is in customer {record.Customer}, the events say {told}");
                Expect(record.IsLive == !record.Customer.IsNone, $"{record.Identity} is {(record.IsLive ? "live" : "deleted")} and in customer '{record.Customer}'");
            }
        }

        foreach (var customer in named)
        {
            await CheckResolvesAsync(customer, customerOf, atRest: records is not null);
        }
    }

    private void Fold(EventDraft change, Dictionary<RecordNo, CustomerNo> customerOf)
    {
        foreach (var record in change.Removed)
        {
            Expect(customerOf.GetValueOrDefault(record) == change.Customer, $"an event takes record {record} out of {change.Customer}, it is in {customerOf.GetValueOrDefault(record)}");
            customerOf.Remove(record);
        }

        foreach (var record in change.Added)
        {
            var former = customerOf.GetValueOrDefault(record);
            Expect(former.IsNone || (change.Kind == EventKind.Merged && change.Others.Contains(former)), $"an event puts record {record} into {change.Customer} while it is in {former}");
            customerOf[record] = change.Customer;
        }

        foreach (var record in change.Updated)
        {
            Expect(customerOf.GetValueOrDefault(record) == change.Customer, $"an event updates record {record} in {change.Customer}, it is in {customerOf.GetValueOrDefault(record)}");
        }
    }

    private async Task CheckResolvesAsync(CustomerNo customer, Dictionary<RecordNo, CustomerNo> customerOf, bool atRest)
    {
        var seen = new HashSet<CustomerNo>();
        var current = customer;
        while (true)
        {
            if (!seen.Add(current))
            {
                _findings.Add($"the redirects of customer {customer} run in a circle");
                return;
            }

            if (await journal.ReadLedgerAsync(current) is not { } entry)
            {
                _findings.Add($"customer {customer} leads to {current}, which was never issued");
                return;
            }

            var members = await journal.ReadMembersAsync(current);

            // A delete that is accepted and not resolved yet may have taken the last record.
            Expect(entry.State == CustomerState.Live ? members.Count > 0 || !atRest : members.Count == 0, $"customer {current} is {entry.State} and has {members.Count} records");
            Expect(members.All(member => customerOf.GetValueOrDefault(member) == current), $"the members of customer {current} are not those of the events");
            if (entry.State != CustomerState.Superseded)
            {
                return;
            }

            current = entry.SupersededBy;
        }
    }

    private async Task CheckComponentsAsync(IReadOnlyList<JournalRecord> records)
    {
        foreach (var record in records)
        {
            var snapshot = await journal.ReadComponentsAsync([record.No]);
            var reached = Reachable(record.No, snapshot);
            Expect(!record.IsLive || record.Component == reached.Min(), $"{record.Identity} is in component {record.Component}, its links lead to {reached.Min()}");
            Expect(record.IsLive || record.Component.IsNone, $"{record.Identity} is deleted and in component {record.Component}");
        }
    }

    private HashSet<RecordNo> Reachable(RecordNo from, ComponentSnapshot snapshot)
    {
        var live = snapshot.Records.Where(record => record.IsLive).Select(record => record.No).ToHashSet();
        var edges = snapshot.Links.Where(link => link.IsEdge).Select(link => (link.A.No, link.B.No))
            .Concat(snapshot.Assertions.Where(assertion => assertion.Same).Select(assertion => (assertion.A, assertion.B)))
            .Where(edge => live.Contains(edge.Item1) && live.Contains(edge.Item2)).ToList();
        var reached = new HashSet<RecordNo> { from };
        while (edges.RemoveAll(edge => (reached.Contains(edge.Item1) && reached.Add(edge.Item2)) || (reached.Contains(edge.Item2) && reached.Add(edge.Item1))
            || (reached.Contains(edge.Item1) && reached.Contains(edge.Item2))) > 0)
        {
            // Until nothing more is reached.
        }

        return reached;
    }

    private void Expect(bool holds, string finding)
    {
        if (!holds)
        {
            _findings.Add(finding);
        }
    }
}
