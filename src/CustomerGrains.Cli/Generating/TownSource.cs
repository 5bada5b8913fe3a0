using System.Globalization;
using CustomerGrains.Cli.Importing;

namespace CustomerGrains.Cli.Generating;

/// <summary>One of the five systems of the town, and how it writes people down.</summary>
/// <param name="Name">Name of the source.</param>
/// <param name="Title">For people to read.</param>
internal sealed record TownSource(string Name, string Title, char Prefix)
{
    public static readonly TownSource Housing = new("housing", "Housing: tenancies", 'H');
    public static readonly TownSource CouncilTax = new("council_tax", "Council tax", 'C');
    public static readonly TownSource Benefits = new("benefits", "Benefits", 'B');
    public static readonly TownSource SocialCare = new("social_care", "Social care", 'S');
    public static readonly TownSource Registrars = new("registrars", "Registrars: births and marriages", 'R');

    public static readonly IReadOnlyList<TownSource> All = [Housing, CouncilTax, Benefits, SocialCare, Registrars];

    /// <summary>How all of them write ambiguous dates.</summary>
    public static readonly SaidDefaults Defaults = new(null, Matching.Records.DateOrder.DayFirst);

    /// <summary>Columns of a generated file; names that importing recognises without a mapping.</summary>
    public static readonly IReadOnlyList<string> Columns =
    [
        "source", "record_id", "title", "given_name", "middle_name", "surname", "suffix", "former_surname", "date_of_birth", "sex", "address", "city", "postcode",
        "home_phone", "mobile", "email", "nino", "nhs_number", "account_number",
    ];

    /// <summary>Place of a column in a row.</summary>
    public static int Column(string name) => Columns.ToList().IndexOf(name) is >= 0 and var at ? at : throw new ArgumentException($"'{name}' is no column of a generated file.", nameof(name));

    /// <summary>Id that the source gives a resident's record.</summary>
    public string RecordId(long resident) => Numbers.RecordId(Prefix, resident, IndexOf());

    /// <summary>In how many of a thousand cases the source has a record of someone.</summary>
    public int Permille(Resident person)
    {
        if (this == Housing)
        {
            return person.Tenant ? 900 : 0;
        }

        if (this == CouncilTax)
        {
            return person.Liable ? 950 : 0;
        }

        if (this == Benefits)
        {
            return person.Age < 18 ? 0 : person.Tenant ? 620 : 260;
        }

        return this == SocialCare
            ? person.Age switch { < 18 => 300, >= 70 => 300, _ => 130 }
            : person.FormerSurname is not null ? 800 : person.Age < 18 ? 650 : 150;
    }

    /// <summary>The person as this source has written them down, in the order of <see cref="Columns"/>.</summary>
    public string[] Write(Resident person, SeededRandom random)
    {
        var registrars = this == Registrars;

        // Sources hear of a move or a marriage at different times, some never.
        var before = random.Permille(400);
        var surname = person.FormerSurname is { } former && before && !registrars ? former : person.Surname;
        var home = person.FormerHome is { } old && random.Permille(400) ? old : person.Home;
        var given = random.Permille(this == SocialCare ? 220 : this == Benefits || registrars ? 30 : 90) ? Noise.Nickname(random, person.Given) : person.Given;
        var born = Noise.Date(random, person.Born);
        if (random.Permille(25))
        {
            given = Noise.Typo(random, given);
        }

        if (random.Permille(25))
        {
            surname = Noise.Typo(random, surname);
        }

        if (random.Permille(6))
        {
            (given, surname) = (surname, given);
        }

        if (this == CouncilTax && random.Permille(80))
        {
            given = given[..1];
        }

        var dated = !(random.Permille(20) || (this == CouncilTax && random.Permille(500)));
        var nino = person.Nino is { } number && (this == Benefits || (this == Housing && random.Permille(600))) ? number : null;
        var nhs = this == SocialCare && random.Permille(850) ? person.Nhs : null;
        string?[] row =
        [
            Name,
            RecordId(person.Number),
            this == SocialCare ? null : Salutation(person, random),
            given,
            registrars || random.Permille(350) ? person.Middle : random.Permille(200) ? person.Middle?[..1] : null,
            surname,
            random.Permille(700) ? person.Suffix : null,
            registrars ? person.FormerSurname : null,
            dated ? born.ToString(this == Housing || this == CouncilTax ? "dd/MM/yyyy" : "yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
            this == CouncilTax ? null : person.Female ? "F" : "M",
            home.Line,
            Dwelling.Town,
            random.Permille(20) ? null : Postcode(home.Postcode, random),
            random.Permille(this == SocialCare ? 700 : 450) ? Phone(person.Landline, random) : null,
            random.Permille(600) ? Phone(person.Mobile, random) : null,
            random.Permille(this == CouncilTax ? 650 : registrars ? 0 : 350) ? person.Email : null,
            nino is not null && random.Permille(15) ? Noise.Digit(random, nino) : nino,
            nhs,
            this == Housing ? $"{1_000_000 + (person.Number / Household.MembersMax)}" : null,
        ];
        if (this == CouncilTax)
        {
            // An old system: capitals throughout.
            foreach (var column in new[] { 2, 3, 4, 5, 10, 11 })
            {
                row[column] = row[column]?.ToUpperInvariant();
            }
        }

        return [.. row.Select(value => value ?? "")];
    }

    private int IndexOf()
    {
        for (var i = 0; i < All.Count; i++)
        {
            if (ReferenceEquals(All[i], this))
            {
                return i;
            }
        }

        throw new InvalidOperationException("Not one of the five sources.");
    }

    private static string? Salutation(Resident person, SeededRandom random) =>
        person.Age < 16 || random.Permille(300) ? null : person.Female ? (person.FormerSurname is null ? "Ms" : "Mrs") : "Mr";

    private static string Postcode(string postcode, SeededRandom random)
    {
        var written = random.Permille(15) ? Noise.Digit(random, postcode) : postcode;
        return random.Permille(120) ? written.Replace(" ", "", StringComparison.Ordinal) : written;
    }

    private static string? Phone(string? number, SeededRandom random)
    {
        if (number is null)
        {
            return null;
        }

        var written = random.Permille(10) ? Noise.Digit(random, number) : number;
        return random.Below(4) switch
        {
            0 => written.Replace(" ", "", StringComparison.Ordinal),
            1 => "+44 " + written[1..],
            _ => written,
        };
    }
}
