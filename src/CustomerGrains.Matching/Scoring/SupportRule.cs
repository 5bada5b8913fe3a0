namespace CustomerGrains.Matching.Scoring;

/// <summary>How much has to support a link beside the sum of weights, in units: a weak agreement counts 1, a slip of a birth date 2, a birth date or what a household shares 3, an e-mail address 4,
/// an identifier 5.</summary>
/// <remarks>Part of the model, because it says what kind of population the model is for: where there are no households and no namesakes, a trained model needs less.</remarks>
/// <param name="Names">Where nothing speaks against one person.</param>
/// <param name="OtherAge">Where the birth date differs.</param>
/// <param name="OtherSurname">Where the surname differs.</param>
/// <param name="OtherGiven">Where the given name differs.</param>
/// <param name="Several">Where two of them differ.</param>
/// <param name="Identified">Where an identifier agrees and a name differs.</param>
/// <param name="IdentifiedNames">Where an identifier agrees and both names differ.</param>
/// <param name="Twins">What twins (another given name, the same surname and birth date, no identifier that agrees), two without a given name and two generations lack at least.</param>
/// <param name="TwinsBornFrom">Year of birth from which on such two may be twins. Twins born earlier have left home, so of two records with one surname, birth date and address one person under two given names is likelier.
/// Fixed in the model like everything else, because the outcome must not depend on the day; 40 years before the model was made.</param>
/// <param name="Missing">What each missing unit takes off, in hundredths of a bit; not above 0.</param>
/// <param name="Namesakes">What the evidence of two namesakes of whom nothing else agrees and something differs must add up to for people to be asked, in hundredths of a bit. The more people there are, the more
/// of them have one name by chance: see <see cref="NamesakesAmong"/>.</param>
public sealed record SupportRule(
    int Names, int OtherAge, int OtherSurname, int OtherGiven, int Several, int Identified, int IdentifiedNames, int Twins, int TwinsBornFrom, int Missing, int Namesakes)
{
    // Of 7.5 people with such a name one has a namesake: what was found right for a made-up town of 6,200.
    private const double BitsBeyondPopulation = 2.9;

    /// <summary>Most units a rule may ask for; nothing that agrees in everything has fewer.</summary>
    public const int UnitsMax = 20;

    /// <summary>For unknown data, with households, twins and namesakes.</summary>
    public static SupportRule Default { get; } = new(Names: 2, OtherAge: 5, OtherSurname: 6, OtherGiven: 6, Several: 8, Identified: 6, IdentifiedNames: 8, Twins: 2, TwinsBornFrom: 1986, Missing: -100, Namesakes: 1550);

    /// <summary>The weights alone decide.</summary>
    public static SupportRule None { get; } = new(0, 0, 0, 0, 0, 0, 0, 0, Default.TwinsBornFrom, 0, Default.Namesakes);

    /// <summary><see cref="Namesakes"/> for so many people: log2 of their number and 2.9 bits, the prior odds of a pair (Fellegi and Sunter 1969) and what review asks beyond even ones; never below the default.</summary>
    /// <param name="people">How many there are, or will be.</param>
    public static int NamesakesAmong(long people) => Math.Max(Default.Namesakes, (int)Math.Round(100 * (Math.Log2(Math.Max(1, people)) + BitsBeyondPopulation)));
}
