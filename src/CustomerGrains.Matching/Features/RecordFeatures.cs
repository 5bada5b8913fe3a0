using CustomerGrains.Matching.Records;

namespace CustomerGrains.Matching.Features;

/// <summary>The standardised, compact form of a record that matching reads. Immutable once made; arrays are shared, never written.</summary>
/// <remarks>Text is folded: lower-case ASCII letters, digits and single spaces, placeholders removed. Missing values are absent, never empty strings.</remarks>
public sealed class RecordFeatures
{
    public required RecordType Type { get; init; }
    public NameFeature[] Names { get; init; } = [];
    public OrganisationNameFeature[] OrganisationNames { get; init; } = [];
    public DateFeature[] BirthDates { get; init; } = [];
    public DateFeature[] DeathDates { get; init; } = [];
    public Gender Gender { get; init; }
    public AddressFeature[] Addresses { get; init; } = [];
    public PhoneFeature[] Phones { get; init; } = [];
    public EmailFeature[] Emails { get; init; } = [];

    /// <summary>Identifiers and account numbers (kind "account").</summary>
    public IdentifierFeature[] Identifiers { get; init; } = [];

    /// <summary>Host names without "www.".</summary>
    public string[] Websites { get; init; } = [];

    /// <summary>Names of employers with the legal form removed.</summary>
    public string[] Employers { get; init; } = [];
    public string[] BirthPlaces { get; init; } = [];

    /// <summary>ISO 3166 two-letter codes where known, else folded text.</summary>
    public string[] Nationalities { get; init; } = [];
    public DateFeature RegistrationDate { get; init; }
    public string? RegistrationCountry { get; init; }
    public TraitFeature[] Traits { get; init; } = [];

    /// <summary>The same record with other phones, e-mail addresses, identifiers and websites.</summary>
    internal RecordFeatures With(PhoneFeature[] phones, EmailFeature[] emails, IdentifierFeature[] identifiers, string[] websites) => new()
    {
        Type = Type,
        Names = Names,
        OrganisationNames = OrganisationNames,
        BirthDates = BirthDates,
        DeathDates = DeathDates,
        Gender = Gender,
        Addresses = Addresses,
        Phones = phones,
        Emails = emails,
        Identifiers = identifiers,
        Websites = websites,
        Employers = Employers,
        BirthPlaces = BirthPlaces,
        Nationalities = Nationalities,
        RegistrationDate = RegistrationDate,
        RegistrationCountry = RegistrationCountry,
        Traits = Traits,
    };
}

/// <summary>Gender as far as records tell. The default says nothing.</summary>
public enum Gender : byte
{
    Unknown = 0,
    Female = 1,
    Male = 2,
    Other = 3,
}

/// <summary>A person's name in tokens.</summary>
public sealed class NameFeature
{
    public required NameType Type { get; init; }

    /// <summary>Given names in order, the first first; middle names follow. May be empty.</summary>
    public NameToken[] Given { get; init; } = [];

    /// <summary>Surname tokens in order, particles joined to what follows ("van der berg" is one token "vanderberg"); several for double-barrelled names. May be empty.</summary>
    public NameToken[] Surname { get; init; } = [];

    /// <summary>All surname tokens joined, e.g. "smithjones"; null when there is no surname.</summary>
    public string? SurnameJoined { get; init; }

    /// <summary>Generation: 1 senior, 2 junior or second, 3 third …; 0 not said.</summary>
    public byte Generation { get; init; }

    /// <summary>The source gave one line, so which token is given name and which surname is a guess.</summary>
    public bool OrderGuessed { get; init; }

    /// <summary>The source wrote a word that stands for a given name ("Unknown", "Baby"), which is another thing than leaving it out.</summary>
    public bool GivenWithheld { get; init; }

    /// <summary>Number of leading <see cref="Given"/> tokens that are first names; the rest are middle names.</summary>
    public byte FirstCount { get; init; }

    /// <summary>Number of words, given names and surname.</summary>
    public int TokenCount => Given.Length + Surname.Length;

    /// <summary>A word by its position: given names first, then the surname.</summary>
    public NameToken Token(int position) => position < Given.Length ? Given[position] : Surname[position - Given.Length];
}

/// <summary>One word of a name.</summary>
public sealed class NameToken
{
    // Particles that are joined to the word after them, the longer ones first.
    private static readonly string[] Particles = ["vander", "vanden", "vonder", "abu", "bin", "ben", "ibn", "bn", "von", "van", "del", "de", "al", "el"];

    private const int CoreLengthMin = 3;

    /// <summary>Folded letters a–z (or letters of a script that has no transliteration); one letter for an initial.</summary>
    public required string Text
    {
        get;
        init
        {
            field = value;
            Skeleton = SpellingSkeleton.Of(value);
            var core = CoreStart(value);
            Core = core == 0 ? Skeleton : SpellingSkeleton.Of(value.AsSpan(core));
        }
    }

    /// <summary>The word as far as transliterations of it agree.</summary>
    public SpellingSkeleton Skeleton { get; private init; }

    /// <summary>The skeleton without a particle at the start ("al-Assad", "bin Laden", "van der Berg"), which some sources leave out; <see cref="Skeleton"/> when there is none.</summary>
    public SpellingSkeleton Core { get; private init; }

    /// <summary>Double Metaphone primary code; empty for an initial.</summary>
    public string Phonetic { get; init; } = "";

    /// <summary>Double Metaphone alternate code; equals <see cref="Phonetic"/> when there is none.</summary>
    public string PhoneticAlternate { get; init; } = "";

    /// <summary>Sorted numbers of the nickname groups the word belongs to; two names sharing a group may be one ("robert", "bob").</summary>
    public ushort[] NicknameGroups { get; init; } = [];

    public bool IsInitial => Text.Length == 1;

    private static int CoreStart(string text)
    {
        var start = 0;
        for (var i = 0; i < Particles.Length; i++)
        {
            var rest = text.AsSpan(start);
            if (rest.Length >= Particles[i].Length + CoreLengthMin && rest.StartsWith(Particles[i], StringComparison.Ordinal)
                && (Particles[i] is not ("al" or "el" or "de") || (rest.Length > Particles[i].Length + CoreLengthMin && rest[2] != 'l')))
            {
                start += Particles[i].Length;
                i = -1;
            }
        }

        return start;
    }
}

/// <summary>An organisation's name.</summary>
public sealed class OrganisationNameFeature
{
    public required NameType Type { get; init; }

    /// <summary>Folded words without the legal form, in order.</summary>
    public required string[] Words
    {
        get;
        init
        {
            field = value;
            Skeletons = Array.ConvertAll(value, static word => SpellingSkeleton.Of(word));
        }
    }

    /// <summary>The words as far as transliterations of them agree.</summary>
    public SpellingSkeleton[] Skeletons { get; private init; } = [];

    /// <summary>Words joined by single spaces.</summary>
    public required string Joined { get; init; }

    /// <summary>Canonical legal form, e.g. "limited", or null.</summary>
    public string? LegalForm { get; init; }

    /// <summary>First letters of the words, or null for a single word.</summary>
    public string? Acronym { get; init; }
}

/// <summary>A date, whole or partial. The default is no date.</summary>
/// <param name="Year">1 to 9999, or 0 when not known.</param>
/// <param name="Month">1 to 12, or 0.</param>
/// <param name="Day">1 to 31, or 0.</param>
/// <param name="Ambiguous">Day and month may be the other way round; <see cref="Month"/> and <see cref="Day"/> are as read first.</param>
/// <param name="IsDefault">A value that systems write when they do not know: 1 January of any year, 1900-01-01 and the like.</param>
public readonly record struct DateFeature(short Year, byte Month, byte Day, bool Ambiguous = false, bool IsDefault = false)
{
    public bool IsKnown => Year != 0 || Month != 0 || Day != 0;

    public bool IsWhole => Year != 0 && Month != 0 && Day != 0;
}

/// <summary>An address in parts; every part may be null.</summary>
public sealed class AddressFeature
{
    /// <summary>Label of the source, folded, or null.</summary>
    public string? Type { get; init; }
    public string? HouseNumber { get; init; }

    /// <summary>Street with its type spelled out, e.g. "main street".</summary>
    public string? Street { get; init; }

    /// <summary>Street without its type and direction, e.g. "main"; what is compared when types differ.</summary>
    public string? StreetCore { get; init; }
    public string? Unit { get; init; }

    /// <summary>Post-office box number, or null.</summary>
    public string? PostBox { get; init; }

    /// <summary>House or building name, or further address words that are neither street nor city, or null.</summary>
    public string? Building { get; init; }
    public string? City { get; init; }

    /// <summary>State, county or region; the usual code where known ("nv", "nsw").</summary>
    public string? State { get; init; }

    /// <summary>Postcode without spaces, e.g. "sw1a1aa", "89132".</summary>
    public string? Postcode { get; init; }

    /// <summary>The coarser part of the postcode: UK outward code, US first three digits, otherwise the first two characters; null when there is no postcode.</summary>
    public string? PostcodeArea { get; init; }

    /// <summary>ISO 3166 two-letter code, or null.</summary>
    public string? Country { get; init; }
    public DateFeature ValidFrom { get; init; }
    public DateFeature ValidTo { get; init; }
}

/// <summary>A telephone number.</summary>
/// <param name="Number">E.164 with "+" when it could be read so, else the digits.</param>
/// <param name="IsMobile">A mobile number by its plan or by the source's label.</param>
/// <param name="IsValid">It is a possible number of its region.</param>
public readonly record struct PhoneFeature(string Number, bool IsMobile, bool IsValid);

/// <summary>An e-mail address.</summary>
/// <param name="Local">Local part in lower case without a plus tag.</param>
/// <param name="Domain">Domain in lower case.</param>
/// <param name="IsRole">A role address ("info", "office"), which many people share.</param>
public readonly record struct EmailFeature(string Local, string Domain, bool IsRole);

/// <summary>An identifier or account number.</summary>
public sealed class IdentifierFeature
{
    /// <summary>Canonical kind, e.g. "nhs", "nino", "ssn", "passport", "driving_licence", "account"; the source's own word folded otherwise.</summary>
    public required string Kind { get; init; }

    /// <summary>Upper-case letters and digits only.</summary>
    public required string Value { get; init; }

    /// <summary>Issuer (or account domain) folded, country codes in ISO form; null when not said.</summary>
    public string? Issuer { get; init; }
    public bool Exclusive { get; init; }
    public bool Verified { get; init; }

    /// <summary>What its public check algorithm or form says.</summary>
    public IdentifierCheck Check { get; init; }
}

/// <summary>Result of the public check algorithm of an identifier's kind.</summary>
public enum IdentifierCheck : byte
{
    /// <summary>The kind has no public check.</summary>
    None = 0,
    Passed = 1,
    Failed = 2,
}

/// <summary>A trait of a deployment's own.</summary>
public sealed class TraitFeature
{
    public required string Name { get; init; }
    public required TraitKind Kind { get; init; }

    /// <summary>Folded text; for exact traits the value trimmed.</summary>
    public required string Text { get; init; }

    /// <summary>For numbers: the value in millionths, so that comparison needs no floating point.</summary>
    public long Millionths { get; init; }
    public DateFeature Date { get; init; }
}
