using CustomerGrains.V1;

namespace CustomerGrains.Cli.Generating;

/// <summary>What someone at a desk types to find a resident of the town, and who is meant.</summary>
/// <param name="Form">What it is made of.</param>
/// <param name="Resident">Number of the resident meant.</param>
internal sealed record TownQuestion(QuestionForm Form, string Text, long Resident)
{
    /// <summary>A record of the resident who is meant, whichever source it is from.</summary>
    public bool Means(RecordKey key) => TownSource.All.Any(source => source.Name == key.Source && source.RecordId(Resident) == key.RecordId);
}

/// <summary>A form of question: what is typed of what a record holds.</summary>
/// <param name="Words">For people to read.</param>
/// <param name="Ask">The text for a record; null when the record does not hold what is needed.</param>
internal sealed record QuestionForm(string Words, Func<string[], SeededRandom, string?> Ask)
{
    private const int GivenLettersTyped = 3;
    private const int SurnameLettersTyped = 5;
    private static readonly int Given = TownSource.Column("given_name");
    private static readonly int Surname = TownSource.Column("surname");
    private static readonly int Born = TownSource.Column("date_of_birth");
    private static readonly int Postcode = TownSource.Column("postcode");
    private static readonly int[] Phones = [TownSource.Column("mobile"), TownSource.Column("home_phone")];
    private static readonly int Email = TownSource.Column("email");
    private static readonly int[] Identifiers = [TownSource.Column("nino"), TownSource.Column("nhs_number")];

    /// <summary>Every form, each as likely as the others.</summary>
    public static readonly IReadOnlyList<QuestionForm> All =
    [
        new("full name and birth year", (row, _) => row[Born].Length > 0 && HasFullName(row) ? $"{row[Given]} {row[Surname]} {Year(row[Born])}" : null),
        new("name with a typing error, postcode", (row, random) => row[Postcode].Length > 0 && HasFullName(row) ? $"{row[Given]} {Noise.Typo(random, row[Surname])} {row[Postcode]}" : null),
        new("surname, postcode", (row, _) => row[Postcode].Length > 0 ? $"{row[Surname]} {row[Postcode]}" : null),
        new("phone", (row, _) => FirstOf(row, Phones)),
        new("e-mail", (row, _) => row[Email].Length > 0 ? row[Email] : null),
        new("identifier", (row, _) => FirstOf(row, Identifiers)),
        new("surname alone", (row, _) => row[Surname]),
        new("beginnings of the names", (row, _) => HasFullName(row) ? $"{Start(row[Given], GivenLettersTyped)} {Start(row[Surname], SurnameLettersTyped)}" : null),
    ];

    private static bool HasFullName(string[] row) => row[Given].Length > 1;

    private static string? FirstOf(string[] row, int[] columns) => columns.Select(column => row[column]).FirstOrDefault(value => value.Length > 0);

    /// <summary>Sources write dates day first with slashes, or year first with dashes.</summary>
    private static string Year(string date) => date.Contains('/', StringComparison.Ordinal) ? date[^4..] : date[..4];

    private static string Start(string name, int letters) => name[..Math.Min(letters, name.Length)];
}

/// <summary>Draws questions about residents of a town, by seed.</summary>
internal static class TownQuestions
{
    /// <summary>So many questions in mixed order, as many of each form as of any other where the town's records hold what they need.</summary>
    /// <remarks>Reads the town once and keeps no more of it than the questions.</remarks>
    public static IReadOnlyList<TownQuestion> Draw(Town town, ulong seed, int count)
    {
        var random = SeededRandom.For(seed, -2);
        var perForm = (count + QuestionForm.All.Count - 1) / QuestionForm.All.Count;
        var drawn = QuestionForm.All.Select(_ => new List<TownQuestion>()).ToArray();
        var seen = new int[drawn.Length];
        foreach (var record in town.Records())
        {
            for (var form = 0; form < drawn.Length; form++)
            {
                if (QuestionForm.All[form].Ask(record.Row, random) is not { } text)
                {
                    continue;
                }

                // Every record is as likely to be kept as any other, however many come (reservoir sampling, Vitter 1985, algorithm R).
                var question = new TownQuestion(QuestionForm.All[form], text, record.Resident.Number);
                var place = seen[form]++ < perForm ? drawn[form].Count : random.Below(seen[form]);
                if (place == drawn[form].Count)
                {
                    drawn[form].Add(question);
                }
                else if (place < perForm)
                {
                    drawn[form][place] = question;
                }
            }
        }

        return Mix([.. drawn.Where(questions => questions.Count > 0)], count, random);
    }

    /// <summary>Takes the forms in turn, the questions of one again when there are too few, and shuffles what was taken.</summary>
    private static TownQuestion[] Mix(List<TownQuestion>[] drawn, int count, SeededRandom random)
    {
        var mixed = Enumerable.Range(0, count).Select(i => drawn[i % drawn.Length][i / drawn.Length % drawn[i % drawn.Length].Count]).ToArray();
        for (var i = mixed.Length - 1; i > 0; i--)
        {
            var j = random.Below(i + 1);
            (mixed[i], mixed[j]) = (mixed[j], mixed[i]);
        }

        return mixed;
    }
}
