using System.Collections.Immutable;

namespace CustomerGrains.Orleans.Contact;

/// <summary>How a customer may be contacted and what they agreed to. Key: <see cref="GrainKeys.OfContact"/>.</summary>
/// <remarks>Kept under the customer's number at the time. Whoever asks about a customer asks those that were merged into it, too, and joins the answers with <see cref="ContactChoices.Together"/>.</remarks>
[Alias("cg.contact")]
public interface IContactGrain : IGrainWithStringKey
{
    /// <summary>All choices kept here.</summary>
    [Alias("get")]
    ValueTask<ContactChoices> GetAsync();

    /// <summary>Notes a choice. Of two choices on one subject the later one counts, whichever comes first.</summary>
    /// <returns>All choices kept here afterwards.</returns>
    [Alias("choose")]
    ValueTask<ContactChoices> ChooseAsync(MakeContactChoice command);
}

/// <summary>What a choice is about.</summary>
[GenerateSerializer, Alias("cg.ContactSubject")]
public enum ContactSubject : byte
{
    /// <summary>Being reached by a way: "phone", "e-mail", "post".</summary>
    Channel = 1,

    /// <summary>The use of their data for a purpose, e.g. "research": consent given or withdrawn.</summary>
    Purpose = 2,
}

/// <summary>Notes a customer's choice.</summary>
[GenerateSerializer, Immutable, Alias("cg.MakeContactChoice")]
public sealed record MakeContactChoice
{
    /// <summary>A repeat under the same id changes nothing.</summary>
    [Id(0)] public required string OperationId { get; init; }

    [Id(1)] public required ContactChoice Choice { get; init; }
}

/// <summary>A customer's choice.</summary>
[GenerateSerializer, Immutable, Alias("cg.ContactChoice")]
public sealed record ContactChoice
{
    [Id(0)] public required ContactSubject Subject { get; init; }

    /// <summary>Which channel or purpose; 1 to 64 lower-case letters, digits, '-', '_' or '.'.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>They agree.</summary>
    [Id(2)] public required bool Allowed { get; init; }

    /// <summary>When they said so.</summary>
    [Id(3)] public required DateTimeOffset At { get; init; }

    /// <summary>Who noted it.</summary>
    [Id(4)] public string NotedBy { get; init; } = "";

    /// <summary>Where it can be looked up, e.g. the number of a form.</summary>
    [Id(5)] public string Evidence { get; init; } = "";
}

/// <summary>A customer's choices, one for each subject.</summary>
[GenerateSerializer, Immutable, Alias("cg.ContactChoices")]
public sealed record ContactChoices
{
    /// <summary>Choices a customer may have.</summary>
    public const int CountMax = 200;

    /// <summary>None.</summary>
    public static ContactChoices None { get; } = new();

    [Id(0)] public ImmutableArray<ContactChoice> Choices { get; init; } = [];

    /// <summary>Joins the choices of customers that became one: of each subject the latest counts, and of two at one time the refusal.</summary>
    public static ContactChoices Together(IEnumerable<ContactChoices> parts) => parts.Aggregate(None, (all, part) => part.Choices.IsDefault ? all : part.Choices.Aggregate(all, (sum, choice) => sum.With(choice)));

    /// <summary>With one more choice, if it is the latest on its subject.</summary>
    internal ContactChoices With(ContactChoice choice)
    {
        for (var i = 0; i < Choices.Length; i++)
        {
            if (Choices[i].Subject == choice.Subject && Choices[i].Name == choice.Name)
            {
                return Counts(choice, Choices[i]) ? new ContactChoices { Choices = Choices.SetItem(i, choice) } : this;
            }
        }

        return new ContactChoices { Choices = Choices.Add(choice) };
    }

    private static bool Counts(ContactChoice choice, ContactChoice against) => choice.At > against.At || (choice.At == against.At && against.Allowed && !choice.Allowed);
}
