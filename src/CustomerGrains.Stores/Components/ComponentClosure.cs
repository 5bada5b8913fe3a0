using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.Components;

/// <summary>Rows of one moment that components are read from.</summary>
internal interface IComponentRows
{
    /// <summary>Where a record is.</summary>
    /// <returns>False: in nothing. It was never accepted, or is deleted and that is resolved, whoever still points at it.</returns>
    bool TryFind(RecordNo record, out RecordNo component);

    IReadOnlyList<RecordNo> MembersOf(RecordNo component);

    /// <summary>Links of a record with smaller and larger ones.</summary>
    IReadOnlyList<Link> LinksOf(RecordNo record);

    /// <summary>Live decisions on a record and smaller or larger ones.</summary>
    IReadOnlyList<LiveAssertion> DecisionsOf(RecordNo record);

    ModelNo ModelOf(RecordNo record);

    JournalRecord Read(RecordNo record);

    long EpochOf(RecordNo component);

    /// <summary>The entry of a customer, and of those superseded or empty that were born with a record.</summary>
    IEnumerable<LedgerEntry> LedgerOf(CustomerNo customer, RecordNo born);
}

/// <summary>What <see cref="IJournal.ReadComponentsAsync"/> says: everything that edges, live *same* decisions and components tie to some records.</summary>
internal static class ComponentClosure
{
    /// <param name="isUnderWay">Links of former models may still be there.</param>
    public static ComponentSnapshot Read(IReadOnlyCollection<RecordNo> asked, ModelNo model, bool isUnderWay, IComponentRows rows)
    {
        var members = new HashSet<RecordNo>();
        var components = new HashSet<RecordNo>();
        var waiting = new Queue<RecordNo>();
        var links = new List<Link>();
        var assertions = new List<LiveAssertion>();
        foreach (var record in asked)
        {
            Visit(record);
        }

        while (waiting.TryDequeue(out var record))
        {
            // A pair is kept where it is met at its smaller record; from its larger one it only leads on.
            var isFormer = isUnderWay && rows.ModelOf(record) != model;
            foreach (var link in rows.LinksOf(record))
            {
                var isSmaller = link.A.No == record;
                var other = isSmaller ? link.B.No : link.A.No;
                if (isFormer && rows.ModelOf(other) != model)
                {
                    continue;
                }

                if (isSmaller)
                {
                    links.Add(link);
                }

                if (link.IsEdge)
                {
                    Visit(other);
                }
            }

            foreach (var decision in rows.DecisionsOf(record))
            {
                var isSmaller = decision.A == record;
                if (isSmaller)
                {
                    assertions.Add(decision);
                }

                if (decision.Same)
                {
                    Visit(isSmaller ? decision.B : decision.A);
                }
            }
        }

        JournalRecord[] records = [.. members.Order().Select(rows.Read)];
        var ledger = new SortedDictionary<CustomerNo, LedgerEntry>();
        foreach (var entry in records.SelectMany(record => rows.LedgerOf(record.Customer, record.No)))
        {
            ledger[entry.No] = entry;
        }

        return new ComponentSnapshot
        {
            Model = model,
            Epochs = [.. components.Order().Select(component => new ComponentEpoch(component, rows.EpochOf(component)))],
            Records = records,
            Links = [.. links.Where(link => members.Contains(link.B.No))],
            Assertions = [.. assertions.Where(assertion => members.Contains(assertion.B))],
            Ledger = [.. ledger.Values],
        };

        void Visit(RecordNo record)
        {
            if (members.Contains(record) || !rows.TryFind(record, out var component))
            {
                return;
            }

            members.Add(record);
            waiting.Enqueue(record);
            if (component.IsNone || !components.Add(component))
            {
                return;
            }

            foreach (var member in rows.MembersOf(component))
            {
                if (members.Add(member))
                {
                    waiting.Enqueue(member);
                }
            }
        }
    }
}
