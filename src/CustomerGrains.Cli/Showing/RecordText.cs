using CustomerGrains.V1;

namespace CustomerGrains.Cli.Showing;

/// <summary>A record in one line.</summary>
internal static class RecordText
{
    public static string Key(RecordKey key) => $"{key.Source}:{key.RecordId}";

    /// <summary>What the record says, in the order people look for it.</summary>
    public static string Line(Record record) => string.Join(" · ", Parts(record).Where(part => part.Length > 0));

    private static IEnumerable<string> Parts(Record record)
    {
        foreach (var name in record.Names)
        {
            var text = name.Full.Length > 0 ? name.Full : Words(" ", name.Prefix, name.Given, name.Middle, name.Surname, name.Suffix);
            yield return name.Type switch { NameType.Former => $"formerly {text}", NameType.Alias => $"also {text}", _ => text };
        }

        foreach (var name in record.OrganisationNames)
        {
            yield return name.Name;
        }

        foreach (var date in record.BirthDates)
        {
            yield return $"born {date}";
        }

        foreach (var date in record.DeathDates)
        {
            yield return $"died {date}";
        }

        foreach (var address in record.Addresses)
        {
            yield return Words(", ",
                [address.Unit, Words(" ", address.HouseNumber, address.Street), .. address.Lines, address.City, Words(" ", address.State, address.Postcode), address.Country]);
        }

        foreach (var text in record.Phones.Select(phone => phone.Number).Concat(record.Emails))
        {
            yield return text;
        }

        foreach (var identifier in record.Identifiers)
        {
            yield return $"{identifier.Type} {identifier.Value}";
        }

        foreach (var account in record.Accounts)
        {
            yield return Words(" ", account.Domain, "account", account.Number);
        }
    }

    private static string Words(string between, params string[] words) => string.Join(between, words.Where(word => word.Length > 0));
}
