using CustomerGrains.Matching.Records;

namespace CustomerGrains.Index.Customers;

/// <summary>Chooses the values of a customer from its records when it is read.</summary>
/// <remarks>
/// Values that differ only in letter case, accents, spaces and punctuation are one value. The values of an attribute are ordered by how many records hold them, then by how much they
/// say (the longer form first, so "Margaret Anne" before "Margaret"), then by the newest record that holds them, and last by the text itself, so that the choice never depends
/// on the order of reading. The first is preferred. Of the ways one value is written the longest is shown, and the record it was taken from is named first.
/// Former names and addresses that ended are values like others, but never preferred over current ones. Nothing is stored: the records stay what they are.
/// </remarks>
public static class UnifiedCustomer
{
    /// <summary>All values, attribute by attribute.</summary>
    public static IReadOnlyList<UnifiedValue> Unify(IReadOnlyList<RecordView> records)
    {
        var stated = records.SelectMany(record => AttributeTexts.Of(record.Record).Select(value => new Stated(value, record)));
        return [.. stated
            .GroupBy(value => value.Text.Attribute, StringComparer.Ordinal)
            .OrderBy(attribute => attribute.Min(value => value.Text.Rank))
            .ThenBy(attribute => attribute.Key, StringComparer.Ordinal)
            .SelectMany(attribute => Choose(attribute.Key, attribute))];
    }

    /// <summary>The name to show; the first identity when the records hold no name.</summary>
    public static string DisplayName(IReadOnlyList<UnifiedValue> values, IReadOnlyList<RecordView> records)
    {
        string[] naming = ["name", "organisation name", "address"];
        foreach (var attribute in naming)
        {
            if (values.FirstOrDefault(value => value.Preferred && value.Attribute == attribute) is { } named)
            {
                return named.Value;
            }
        }

        return records.Count == 0 ? "" : records[0].Identity.ToString();
    }

    /// <summary>What the records describe.</summary>
    public static RecordType TypeOf(IReadOnlyList<RecordView> records)
    {
        foreach (var record in records)
        {
            if (record.Record.Type != RecordType.Unspecified)
            {
                return record.Record.Type;
            }
        }

        return records.Count > 0 && records.All(record => record.Record.Names.IsDefaultOrEmpty && !record.Record.OrganisationNames.IsDefaultOrEmpty)
            ? RecordType.Organisation
            : RecordType.Person;
    }

    private static IEnumerable<UnifiedValue> Choose(string attribute, IEnumerable<Stated> stated)
    {
        var values = stated
            .GroupBy(value => value.Text.Folded, StringComparer.Ordinal)
            .Select(group => new
            {
                Shown = group.OrderByDescending(value => value.Text.Value.Length).ThenByDescending(value => value.Record.AcceptedAt)
                    .ThenBy(value => value.Text.Value, StringComparer.Ordinal).ThenBy(value => value.Record.Identity).First(),
                Holders = group.Select(value => value.Record).DistinctBy(record => record.Identity)
                    .OrderByDescending(record => record.AcceptedAt).ThenBy(record => record.Identity).ToArray(),
                IsCurrent = group.Any(value => value.Text.IsCurrent),
            })
            .OrderByDescending(value => value.IsCurrent)
            .ThenByDescending(value => value.Holders.Length)
            .ThenByDescending(value => value.Shown.Text.Folded.Length)
            .ThenByDescending(value => value.Holders[0].AcceptedAt)
            .ThenBy(value => value.Shown.Text.Folded, StringComparer.Ordinal);
        var isFirst = true;
        foreach (var value in values)
        {
            var sources = value.Holders.OrderByDescending(record => record.Identity == value.Shown.Record.Identity)
                .Select(record => new ValueSource(record.Identity, record.AcceptedAt));
            yield return new UnifiedValue(attribute, value.Shown.Text.Value, isFirst, [.. sources]);
            isFirst = false;
        }
    }

    private readonly record struct Stated(AttributeText Text, RecordView Record);
}
