using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising;

namespace CustomerGrains.Matching.Tests.Training;

/// <summary>Records of made-up people with known errors, to train on.</summary>
internal sealed class MadeUpPeople(Random random)
{
    private static readonly string[] Starts = ["bar", "cor", "dal", "fen", "gar", "hol", "kel", "lun", "mar", "nor", "pen", "quin", "ros", "sal", "tor", "var", "wes", "yor", "zan", "bel"];
    private static readonly string[] Ends = ["by", "den", "field", "ford", "ham", "ley", "man", "ner", "ridge", "son", "ton", "well", "wick", "worth", "stone"];
    private static readonly string[] Given = ["Ada", "Boris", "Clara", "Dmitri", "Edith", "Felix", "Greta", "Hugo", "Irene", "Jonas", "Karla", "Ludwig", "Mavis", "Nestor", "Olga", "Pavel"];

    /// <summary>Share of values that are written wrong.</summary>
    public double Errors { get; init; } = 0.1;

    /// <summary>Persons who live alone, with nobody else at their address; else households of two to four.</summary>
    public bool Alone { get; init; }

    /// <summary>Every source holds everybody once at most; else any source may hold anybody again.</summary>
    public bool OneToOne { get; init; }

    /// <summary>Records of so many persons, one to three of each, in an order that says nothing; with the number of the person of each.</summary>
    public (BatchRecord[] Records, int[] PersonOf) Make(int persons)
    {
        var made = new List<(BatchRecord Record, int Person)>();
        var (surname, street, left) = ("", "", 0);
        for (var person = 0; person < persons; person++)
        {
            if (left-- == 0 || Alone)
            {
                (surname, street, left) = (One(Starts) + One(Ends), $"{random.Next(1, 300)} {One(Starts)}{One(Ends)} street", random.Next(1, 4));
            }

            var (given, email, born) = (One(Given), $"{One(Starts)}{One(Ends)}{person}@post.example", new DateTime(1930, 1, 2, 0, 0, 0, DateTimeKind.Unspecified).AddDays(random.Next(30_000)));
            var copies = random.Next(1, 4);
            for (var copy = 0; copy < copies; copy++)
            {
                var source = OneToOne ? $"s{copy}" : $"s{random.Next(3)}";
                made.Add((new BatchRecord(new RecordIdentity(source, $"r{made.Count:d6}"), Features(given, surname, street, email, born)), person));
            }
        }

        (BatchRecord Record, int Person)[] shuffled = [.. made];
        random.Shuffle(shuffled);
        return ([.. shuffled.Select(entry => entry.Record)], [.. shuffled.Select(entry => entry.Person)]);
    }

    private RecordFeatures Features(string given, string surname, string street, string email, DateTime born)
    {
        var written = random.NextDouble() < Errors ? born.AddDays(random.Next(-4000, 4000)) : born;
        return Standardiser.Standardise(
            new SourceRecord
            {
                Type = RecordType.Person,
                Names = [new PersonName { Given = random.NextDouble() < Errors ? One(Given) : given, Surname = Slip(surname) }],
                BirthDates = random.NextDouble() < 0.1 ? [] : [FormattableString.Invariant($"{written:yyyy-MM-dd}")],
                Emails = random.NextDouble() < 0.4 ? [] : [email],
                Addresses = [new Address { Lines = [Slip(street)], City = "Newtown" }],
            },
            new SourceDefaults());
    }

    private string Slip(string text)
    {
        if (random.NextDouble() >= Errors)
        {
            return text;
        }

        var at = random.Next(1, text.Length);
        return random.Next(2) == 0 ? text.Remove(at, 1) : text.Insert(at, "x");
    }

    private string One(string[] values) => values[random.Next(values.Length)];
}
