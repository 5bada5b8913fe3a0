using CustomerGrains.V1;

namespace CustomerGrains.Portal.Customers;

/// <summary>What records say, attribute by attribute, so that they can be read side by side.</summary>
internal static class RecordAttributes
{
    /// <summary>One row for each attribute that any of the records has, in the order of the contracts; one cell for each record.</summary>
    public static IReadOnlyList<AttributeRow> SideBySide(IReadOnlyList<Record> records)
    {
        var rows = new Dictionary<(int Rank, string Label), List<string>[]>();
        for (var i = 0; i < records.Count; i++)
        {
            foreach (var (rank, label, value) in Values(records[i]))
            {
                if (!rows.TryGetValue((rank, label), out var cells))
                {
                    cells = [.. records.Select(_ => new List<string>())];
                    rows.Add((rank, label), cells);
                }

                cells[i].Add(value);
            }
        }

        return [.. rows.OrderBy(row => row.Key.Rank).ThenBy(row => row.Key.Label, StringComparer.Ordinal).Select(row => new AttributeRow(row.Key.Label, row.Value))];
    }

    private static IEnumerable<(int Rank, string Label, string Value)> Values(Record record) => All(record).Where(value => value.Value.Length > 0);

    private static IEnumerable<(int Rank, string Label, string Value)> All(Record record)
    {
        foreach (var name in record.Names)
        {
            yield return (0, WithNote("Name", Word(name.Type)), Whole(name));
        }

        foreach (var name in record.OrganisationNames)
        {
            yield return (1, WithNote("Organisation name", Word(name.Type)), name.Name);
        }

        foreach (var date in record.BirthDates)
        {
            yield return (2, "Birth date", date);
        }

        foreach (var date in record.DeathDates)
        {
            yield return (3, "Death date", date);
        }

        yield return (4, "Gender", record.Gender);
        foreach (var address in record.Addresses)
        {
            yield return (5, WithNote("Address", address.Type), Whole(address));
        }

        foreach (var phone in record.Phones)
        {
            yield return (6, WithNote("Phone", phone.Type), phone.Number);
        }

        foreach (var email in record.Emails)
        {
            yield return (7, "E-mail", email);
        }

        foreach (var identifier in record.Identifiers)
        {
            yield return (8, WithNote("Identifier", identifier.Type), Joined(" ", identifier.Value, InBrackets(identifier.Issuer), identifier.Verified ? "– verified" : ""));
        }

        foreach (var account in record.Accounts)
        {
            yield return (9, WithNote("Account", account.Domain), account.Number);
        }

        foreach (var (rank, label, values) in new[]
        {
            (10, "Website", record.Websites), (11, "Employer", record.Employers), (12, "Birth place", record.BirthPlaces), (13, "Nationality", record.Nationalities),
        })
        {
            foreach (var value in values)
            {
                yield return (rank, label, value);
            }
        }

        yield return (14, "Registered", Joined(", ", record.RegistrationDate, record.RegistrationCountry));
        foreach (var trait in record.Traits)
        {
            yield return (15, trait.Name, trait.Value);
        }

        foreach (var (name, value) in record.Other)
        {
            yield return (16, $"{name} (not matched)", value);
        }
    }

    private static string Whole(PersonName name)
    {
        var parts = Joined(" ", name.Prefix, name.Given, name.Middle, name.Surname, name.Suffix);
        return parts.Length > 0 ? parts : name.Full;
    }

    private static string Whole(Address address)
    {
        var street = Joined(" ", address.HouseNumber, address.Street);
        var parts = Joined(", ", [.. address.Lines, address.Unit, street, address.City, address.State, address.Postcode, address.Country]);
        var period = Joined(" ", address.ValidFrom.Length > 0 ? $"from {address.ValidFrom}" : "", address.ValidTo.Length > 0 ? $"to {address.ValidTo}" : "");
        return Joined(" ", parts, InBrackets(period));
    }

    private static string Word(NameType type) => type switch
    {
        NameType.Former => "former",
        NameType.Alias => "alias",
        NameType.Native => "own script",
        _ => "",
    };

    private static string WithNote(string label, string note) => Joined(" ", label, InBrackets(note));

    private static string InBrackets(string text) => text.Length == 0 ? "" : $"({text})";

    private static string Joined(string separator, params string[] parts) => string.Join(separator, parts.Where(part => part.Length > 0));
}

/// <summary>What each record says of one attribute.</summary>
/// <param name="Label">The attribute, for people to read.</param>
/// <param name="Cells">Values of each record, none when it says nothing.</param>
internal sealed record AttributeRow(string Label, IReadOnlyList<IReadOnlyList<string>> Cells);
