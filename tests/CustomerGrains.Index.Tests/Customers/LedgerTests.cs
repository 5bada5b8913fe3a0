using CustomerGrains.Index.Customers;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Tests.Checking;

namespace CustomerGrains.Index.Tests.Customers;

public sealed class LedgerTests
{
    [Fact]
    public void A_new_cluster_takes_the_number_of_its_smallest_record()
    {
        var ledger = new LedgerModel();
        ledger.Become([1, 2], [3]);
        Assert.Equal(["1:1,2", "3:3"], ledger.Customers);
    }

    [Fact]
    public void The_oldest_survives_a_merge_and_the_other_leads_to_it()
    {
        var ledger = new LedgerModel();
        ledger.Become([1, 4], [2, 5]);
        ledger.Become([1, 2, 4, 5]);
        Assert.Equal(["1:1,2,4,5"], ledger.Customers);
        Assert.Equal(new CustomerNo(1), ledger.Entries[new CustomerNo(2)].SupersededBy);
    }

    [Fact]
    public void An_unmerge_restores_the_former_number()
    {
        var ledger = new LedgerModel();
        ledger.Become([1, 4], [2, 5]);
        ledger.Become([1, 2, 4, 5]);
        ledger.Become([1, 4], [2, 5]);
        Assert.Equal(["1:1,4", "2:2,5"], ledger.Customers);
        Assert.Equal(CustomerState.Live, ledger.Entries[new CustomerNo(2)].State);
    }

    [Fact]
    public void A_number_stays_with_the_record_it_was_born_with_when_its_customer_splits()
    {
        var ledger = new LedgerModel();
        ledger.Become([1, 2, 3]);
        ledger.Become([1], [2, 3]);
        Assert.Equal(["1:1", "2:2,3"], ledger.Customers);
    }

    [Fact]
    public void Without_the_record_it_was_born_with_a_number_stays_with_most_of_its_records()
    {
        var ledger = new LedgerModel();
        ledger.Become([1, 2, 3, 4]);
        ledger.Become([2], [3, 4]);
        Assert.Equal(["2:2", "1:3,4"], ledger.Customers);
    }

    [Fact]
    public void A_number_that_lives_elsewhere_is_not_given_to_a_record_that_comes_back()
    {
        var ledger = new LedgerModel();
        ledger.Become([1, 2]);
        ledger.Become([2]);
        ledger.Become([1], [2]);
        Assert.Equal(["1000:1", "1:2"], ledger.Customers);
    }

    [Fact]
    public void A_customer_whose_records_are_all_deleted_is_empty_and_comes_back_with_them()
    {
        var ledger = new LedgerModel();
        ledger.Become([1], [2]);
        ledger.Become([2]);
        Assert.Equal(CustomerState.Empty, ledger.Entries[new CustomerNo(1)].State);
        ledger.Become([1], [2]);
        Assert.Equal(["1:1", "2:2"], ledger.Customers);
    }

    /// <summary>Goal: the promises about ids, over random regroupings. Method: apply each decision to a ledger and check it after each.</summary>
    [Fact]
    public void Any_sequence_of_regroupings_keeps_every_number_resolvable_and_in_one_place()
    {
        foreach (var seed in Seeds.First(300))
        {
            var random = new Random(seed);
            var ledger = new LedgerModel();
            for (var step = 0; step < 25; step++)
            {
                var groups = Enumerable.Range(1, 8).Where(_ => random.Next(6) > 0).GroupBy(_ => random.Next(4)).Select(group => group.ToArray()).ToArray();
                ledger.Become(groups);
                Assert.True(ledger.IsSound(out var wrong), $"{wrong}; reproduce with CG_SEED={seed}");
            }
        }
    }

    /// <summary>Goal: undo. Method: group at random, merge two groups, take the merge back; numbers are as before.</summary>
    [Fact]
    public void Any_merge_that_is_taken_back_leaves_the_numbers_as_they_were()
    {
        foreach (var seed in Seeds.First(300))
        {
            var random = new Random(seed);
            var ledger = new LedgerModel();
            var groups = Enumerable.Range(1, 9).GroupBy(_ => random.Next(4)).Select(group => group.ToArray()).ToArray();
            ledger.Become(groups);
            var before = ledger.Customers;
            if (groups.Length > 1)
            {
                ledger.Become([[.. groups[0], .. groups[1]], .. groups[2..]]);
                ledger.Become(groups);
            }

            Assert.True(before.SequenceEqual(ledger.Customers), $"{string.Join(' ', before)} became {string.Join(' ', ledger.Customers)}; reproduce with CG_SEED={seed}");
        }
    }

    /// <summary>A ledger in memory to which decisions are applied as a journal would.</summary>
    private sealed class LedgerModel
    {
        private readonly Dictionary<RecordNo, CustomerNo> _customerOf = [];
        private readonly HashSet<long> _everLive = [];
        private long _sequence;
        private long _reserved = 1000;

        public Dictionary<CustomerNo, LedgerEntry> Entries { get; } = [];

        public IReadOnlyList<string> Customers => [.. _customerOf.GroupBy(pair => pair.Value).OrderBy(group => group.Min(pair => pair.Key))
            .Select(group => $"{group.Key}:{string.Join(',', group.Select(pair => pair.Key).Order())}")];

        public void Become(params int[][] groups)
        {
            var clusters = groups.Select(group => (IReadOnlyList<RecordNo>)[.. group.Select(no => new RecordNo(no)).Order()]).ToArray();
            var records = _customerOf.Keys.Concat(clusters.SelectMany(cluster => cluster)).ToHashSet();
            var former = records.ToDictionary(record => record, record => _customerOf.GetValueOrDefault(record));
            var visible = Entries.Values.Where(entry => former.ContainsValue(entry.No) || (entry.State != CustomerState.Live && records.Contains(entry.Born))).ToArray();
            var decision = Ledger.Decide(former, visible, clusters);
            if (decision.Unnumbered.Count > 0)
            {
                decision = Ledger.Decide(former, visible, clusters, decision.Unnumbered.ToDictionary(
                    record => record, record => Entries.ContainsKey(new CustomerNo(record.Value)) ? new CustomerNo(_reserved++) : new CustomerNo(record.Value)));
            }

            foreach (var change in decision.Changes)
            {
                Entries[change.No] = new LedgerEntry(change.No, change.State, change.Born, change.SupersededBy, ++_sequence);
                _everLive.Add(change.No.Value);
            }

            _customerOf.Clear();
            for (var i = 0; i < clusters.Length; i++)
            {
                foreach (var record in clusters[i])
                {
                    _customerOf[record] = decision.Numbers[i];
                }
            }
        }

        public bool IsSound(out string wrong)
        {
            wrong = "";
            foreach (var no in _everLive.Select(value => new CustomerNo(value)))
            {
                var current = no;
                for (var steps = 0; Entries[current].State == CustomerState.Superseded; steps++)
                {
                    if (steps > Entries.Count)
                    {
                        wrong = $"the redirects of {no} run in a circle";
                        return false;
                    }

                    current = Entries[current].SupersededBy;
                }

                var hasRecords = _customerOf.ContainsValue(no);
                if (hasRecords != (Entries[no].State == CustomerState.Live))
                {
                    wrong = $"{no} is {Entries[no].State} and {(hasRecords ? "has" : "has no")} records";
                    return false;
                }
            }

            return true;
        }
    }
}
