using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Sources;

namespace CustomerGrains.Stores.PostgreSql;

/// <summary>What PostgreSQL cannot keep as text: the character zero and halves of characters. Refused before it can spoil a batch.</summary>
internal static class PostgresText
{
    public static void Validate(AcceptRequest request) => Require(request.Identity.Source, "source");

    public static void Validate(AssertRequest request)
    {
        Require(request.DecidedBy, "name");
        Require(request.Reason, "reason");
    }

    public static void Validate(RereadRequest request)
    {
        Require(request.Identity.Source, "source");
        Require(request.Identity.RecordId, "record id");
    }

    public static void Validate(PutModelRequest request)
    {
        Require(request.Version, "version");
        Require(request.AppliedBy, "name");
        Require(request.Reason, "reason");
    }

    public static void Validate(Source source)
    {
        Require(source.Name, "source");
        Require(source.Title, "title");
        Require(source.Defaults.Region, "region");
    }

    /// <exception cref="ArgumentException">The text cannot be kept.</exception>
    public static void Require(string text, string what)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i]))))
            {
                throw new ArgumentException($"A {what} is well-formed Unicode without the character zero.");
            }
        }
    }
}
