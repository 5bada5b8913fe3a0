using CustomerGrains.Matching.Features;

namespace CustomerGrains.Matching.Training;

/// <summary>What rules of one line would find. Where one of them finds all that the model finds, the records say little about the model; where it finds much more, somebody should look why.</summary>
internal static class OneLineRules
{
    public static IReadOnlyList<RuleCheck> Check(RecordFeatures[] records, int[] customerOf)
    {
        var all = customerOf.GroupBy(customer => customer).Sum(customer => Pairs(customer.Count()));
        (string Name, Func<RecordFeatures, string?> Value)[] rules =
        [
            ("same e-mail", record => record.Emails is [{ IsRole: false } email, ..] ? $"{email.Local}@{email.Domain}" : null),
            ("same phone", record => record.Phones is [var phone, ..] ? phone.Number : null),
            ("same identifier", record => record.Identifiers is [var identifier, ..] ? $"{identifier.Kind} {identifier.Value}" : null),
            ("same given name, surname and birth date", record => record.Names is [{ Given.Length: > 0, SurnameJoined: not null } name, ..] && record.BirthDates is [{ IsWhole: true } date, ..]
                ? $"{name.Given[0].Text} {name.SurnameJoined} {date.Year} {date.Month} {date.Day}" : null),
            ("same house number and street", record => record.Addresses is [{ HouseNumber: not null, StreetCore: not null } address, ..] ? $"{address.HouseNumber} {address.StreetCore}" : null),
            ("same organisation name", record => record.OrganisationNames is [var name, ..] ? name.Joined : null),
        ];
        return
        [
            .. rules.Select(rule => Check(rule.Name, rule.Value, records, customerOf, all)).Where(check => check.Pairs > 0),
        ];
    }

    private static RuleCheck Check(string name, Func<RecordFeatures, string?> valueOf, RecordFeatures[] records, int[] customerOf, long all)
    {
        var (pairs, together) = (0L, 0L);
        foreach (var group in Enumerable.Range(0, records.Length).GroupBy(i => valueOf(records[i]), StringComparer.Ordinal))
        {
            if (group.Key is not null)
            {
                pairs += Pairs(group.Count());
                together += group.GroupBy(i => customerOf[i]).Sum(customer => Pairs(customer.Count()));
            }
        }

        return new RuleCheck(name, pairs, together, all == 0 ? 0 : (double)together / all);
    }

    private static long Pairs(long count) => count * (count - 1) / 2;
}
