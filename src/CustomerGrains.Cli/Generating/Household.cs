using System.Globalization;
using System.Text;

namespace CustomerGrains.Cli.Generating;

/// <summary>Makes the households of a town, each from its own random numbers.</summary>
internal sealed class Household(ulong seed)
{
    /// <summary>Most people in one.</summary>
    public const int MembersMax = 8;

    /// <summary>The day the town is seen on; fixed, because a seed must give the same town for ever.</summary>
    public static readonly DateOnly Today = new(2026, 1, 1);

    private const string InwardLetters = "ABDEFGHJLNPQRSTUWXYZ";
    private static readonly WeightedNames Surnames = WeightedNames.Load("surnames");
    private static readonly WeightedNames Female = WeightedNames.Load("female");
    private static readonly WeightedNames Male = WeightedNames.Load("male");
    private static readonly string[] Streets = WeightedNames.Lines("streets");
    private static readonly string[] StreetTypes = ["Road", "Street", "Avenue", "Close", "Lane", "Drive", "Gardens", "Crescent", "Way", "Court", "Place", "Terrace"];

    // Rare surnames are most of the surnames there are: made of parts, as many English place names are.
    private static readonly string[] RareBeginnings =
        "Ald Ash Bar Beck Bram Brad Brom Burn Cald Carl Chel Clif Crom Dun Eas Ell Fair Farn Gar Gild Had Hales Har Hath Hol Kirk Lang Lin Lock Mar Mel Mos Nor Oak Pem Rad Rams Red Row Rush Sal Sed Shel Staf Stan Sut Swin Thorn Thur Wad Wal War Whit Wick Win Wool Worth Wy Yar".Split(' ');

    private static readonly string[] RareEndings =
        "bourne brook bury by combe cott croft dale den field ford gate grave ham hurst ington land ley man mere more ridge shaw son stead stock ston thwaite ton well wick wood worth".Split(' ');

    private static readonly string[] MailHosts = ["quickpost.example", "mailhive.example", "thornmail.example", "inboxly.example"];

    /// <summary>People of one household, the eldest first.</summary>
    public List<Resident> Members(long number)
    {
        var random = SeededRandom.For(seed, number);
        var members = new List<Resident>();
        var home = Dwell(random, number);
        var formerHome = random.Permille(110) ? Dwell(random, number + 977) : null;
        var landline = random.Permille(550) ? Numbers.Landline(number) : null;
        var tenant = random.Permille(260);
        var surname = Surname(random);
        var kind = random.Below(100);

        void Add(bool female, string family, int ageFrom, int ageTo, string? former = null, string? given = null, DateOnly? born = null, string? suffix = null, bool liable = false)
        {
            if (members.Count == MembersMax)
            {
                return;
            }

            var person = (number * MembersMax) + members.Count;
            var first = given ?? (female ? Female : Male).Pick(random);
            var day = born ?? Today.AddDays(-random.Below((ageTo - ageFrom) * 365) - (ageFrom * 365) - 1);
            var adult = Today.Year - day.Year >= 16;
            var mobile = adult && random.Permille(160) ? Numbers.Mobile(person, person / 7) : null;
            members.Add(new Resident
            {
                Number = person,
                Female = female,
                Given = first,
                Middle = random.Permille(600) ? (female ? Female : Male).Pick(random) : null,
                Surname = family,
                FormerSurname = former,
                Suffix = suffix,
                Born = day,
                Home = home,
                FormerHome = formerHome,
                Landline = landline,
                Mobile = mobile,
                Email = adult && random.Permille(550) ? Email(random, first, family, day) : null,
                Nino = adult ? Numbers.Nino(person) : null,
                Nhs = Numbers.Nhs(person),
                Tenant = tenant && adult,
                Liable = liable,
            });
        }

        if (kind < 30)
        {
            Add(random.Permille(520), surname, 20, 95, liable: true);
        }
        else if (kind < 86)
        {
            var parentAge = random.Permille(550) ? 26 : 58;
            Add(female: false, surname, parentAge, parentAge + 26, liable: true);
            if (kind < 76)
            {
                var own = Surname(random);
                var married = random.Permille(700);
                var changed = married && random.Permille(350);
                Add(female: true, married ? surname : own, parentAge - 2, parentAge + 24, changed ? own : null, liable: random.Permille(600));
            }

            if (parentAge == 26 || random.Permille(120))
            {
                Children(random, members, surname, Add);
            }
        }
        else
        {
            // Sharers: one address and one telephone, different families.
            for (var i = 2 + random.Below(3); i > 0; i--)
            {
                Add(random.Permille(500), Surname(random), 18, 38, liable: members.Count == 0);
            }
        }

        return members;
    }

    private delegate void AddMember(
        bool female, string family, int ageFrom, int ageTo, string? former = null, string? given = null, DateOnly? born = null, string? suffix = null, bool liable = false);

    private static void Children(SeededRandom random, List<Resident> members, string surname, AddMember add)
    {
        var father = members[0];
        var ageTo = Math.Clamp(members.Min(parent => parent.Age) - 20, 2, 23);
        for (var i = random.Below(4); i > 0; i--)
        {
            var female = random.Permille(490);
            var junior = !female && random.Permille(30);
            add(female, surname, 1, ageTo, given: junior ? father.Given : null, suffix: junior ? "Jr" : null);
            if (random.Permille(30))
            {
                // Twins share everything but the given name.
                add(random.Permille(500), surname, 1, ageTo, born: members[^1].Born);
            }
        }
    }

    private static string Surname(SeededRandom random)
    {
        var surname = random.Permille(250) ? random.Pick(RareBeginnings) + random.Pick(RareEndings) : Surnames.Pick(random);
        return random.Permille(25) ? $"{surname}-{Surnames.Pick(random)}" : surname;
    }

    private static Dwelling Dwell(SeededRandom random, long number)
    {
        // A district has about as many households as a postcode district; its streets are its own.
        var district = number / 4000 % 99;
        var stem = random.Below(Streets.Length);
        var type = (int)((stem + (district * 5)) % 7 + random.Below(2)) % StreetTypes.Length;
        var house = 1 + random.Below(140);
        var street = (stem * StreetTypes.Length) + type;
        var unit = ((street * 7L) + (house / 20)) % 4000;
        var postcode = string.Create(CultureInfo.InvariantCulture,
            $"TM{district + 1} {unit / 400}{InwardLetters[(int)(unit / 20 % 20)]}{InwardLetters[(int)(unit % 20)]}");
        return new Dwelling(house, random.Permille(150) ? 1 + random.Below(24) : null, $"{Streets[stem]} {StreetTypes[type]}", postcode);
    }

    private static string Email(SeededRandom random, string given, string surname, DateOnly born)
    {
        var local = random.Below(4) switch
        {
            0 => $"{given}.{surname}",
            1 => $"{given[0]}.{surname}{born.Year % 100:D2}",
            2 => $"{given}{surname}{random.Below(1000)}",
            _ => $"{surname}.{given[0]}{random.Below(100)}",
        };
        return $"{Plain(local)}@{random.Pick(MailHosts)}";
    }

    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var character in text.Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(character) || character == '.')
            {
                plain.Append(character);
            }
        }

        return plain.ToString();
    }
}
