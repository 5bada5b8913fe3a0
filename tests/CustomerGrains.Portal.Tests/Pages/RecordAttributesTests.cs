using CustomerGrains.Portal.Customers;
using CustomerGrains.V1;
using Record = CustomerGrains.V1.Record;

namespace CustomerGrains.Portal.Tests.Pages;

public sealed class RecordAttributesTests
{
    [Fact]
    public void Records_are_laid_side_by_side_with_gaps_where_one_is_silent()
    {
        var first = new Record { BirthDates = { "12/03/1981" }, Phones = { new Phone { Type = "mobile", Number = "07700 900123" } } };
        first.Names.Add(new PersonName { Given = "Maria", Surname = "Okafor", Full = "ignored" });
        var second = new Record { Other = { ["tenancy"] = "T-88" } };
        second.Names.Add(new PersonName { Full = "Maria Bello", Type = NameType.Former });
        second.Names.Add(new PersonName { Full = "OKAFOR Maria" });

        var rows = RecordAttributes.SideBySide([first, second]);

        Assert.Equal(["Name", "Name (former)", "Birth date", "Phone (mobile)", "tenancy (not matched)"], rows.Select(row => row.Label));
        Assert.Equal(["Maria Okafor | OKAFOR Maria", " | Maria Bello", "12/03/1981 | ", "07700 900123 | ", " | T-88"], rows.Select(Text));
    }

    [Fact]
    public void Addresses_read_as_one_line()
    {
        var record = new Record();
        record.Addresses.Add(new Address { Type = "home", HouseNumber = "14", Street = "Elm Road", City = "Northbridge", Postcode = "NB2 4QT", ValidFrom = "2019" });

        var row = Assert.Single(RecordAttributes.SideBySide([record]));

        Assert.Equal("Address (home)", row.Label);
        Assert.Equal("14 Elm Road, Northbridge, NB2 4QT (from 2019)", Text(row));
    }

    [Fact]
    public void Every_field_of_a_record_is_shown()
    {
        var record = new Record
        {
            Gender = "F",
            RegistrationDate = "1999-01-01",
            RegistrationCountry = "GB",
            DeathDates = { "2020" },
            BirthDates = { "1950" },
            Emails = { "a@example.org" },
            Websites = { "example.org" },
            Employers = { "Docks" },
            BirthPlaces = { "Hull" },
            Nationalities = { "British" },
            Other = { ["note"] = "kept" },
        };
        record.Names.Add(new PersonName { Prefix = "Ms", Given = "Ann", Middle = "Bea", Surname = "Cole", Suffix = "PhD" });
        record.OrganisationNames.Add(new OrganisationName { Name = "Cole Ltd" });
        record.Addresses.Add(new Address { Lines = { "1 High St" } });
        record.Phones.Add(new Phone { Number = "1" });
        record.Identifiers.Add(new Identifier { Type = "nhs", Value = "943 476 5919", Issuer = "NHS", Verified = true });
        record.Accounts.Add(new Account { Domain = "rent", Number = "R1" });
        record.Traits.Add(new Trait { Name = "meter", Value = "M9" });

        var shown = string.Join('\n', RecordAttributes.SideBySide([record]).Select(row => $"{row.Label}: {Text(row)}"));

        // `type` is shown for the whole customer.
        var fields = Record.Descriptor.Fields.InDeclarationOrder().Count(field => field.Name != "type");
        Assert.Equal(fields - 1, shown.Split('\n').Length); // Registration date and country share a row.
        Assert.Contains("Name: Ms Ann Bea Cole PhD", shown, StringComparison.Ordinal);
        Assert.Contains("Identifier (nhs): 943 476 5919 (NHS) – verified", shown, StringComparison.Ordinal);
        Assert.Contains("Registered: 1999-01-01, GB", shown, StringComparison.Ordinal);
    }

    private static string Text(AttributeRow row) => string.Join(" | ", row.Cells.Select(values => string.Join("; ", values)));
}
