using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Matching.Blocking;

/// <content>Keys of contact points, identifiers, traits and properties.</content>
public static partial class BlockingSchemes
{
    private const int LocalPartLengthMin = 3;

    // The letters before most typing errors.
    private const int EmailStartLocal = 3;
    private const int EmailStartDomain = 4;
    private const int SearchPhoneDigits = 7;
    private const int SearchIdentifierDigits = 4;

    // Enough for a national number; a number kept without its country code still meets the one with it.
    private const int PhoneDigits = 9;

    private static void AddContacts<TSink>(RecordFeatures features, ref TSink sink)
        where TSink : struct, IKeySink
    {
        foreach (var email in features.Emails)
        {
            sink.Key(BlockingScheme.Email, email.Local, email.Domain);
            if (!email.IsRole && email.Local.Length >= LocalPartLengthMin)
            {
                sink.Key(BlockingScheme.EmailLocalPart, email.Local);
            }

            if (!email.IsRole)
            {
                sink.Key(BlockingScheme.EmailStart, Start(email.Local, EmailStartLocal), Start(email.Domain, EmailStartDomain));
            }
        }

        foreach (var phone in features.Phones)
        {
            sink.Key(BlockingScheme.Phone, PhoneEnd(phone.Number));
            if (phone.Number.Length >= SearchPhoneDigits)
            {
                sink.Key(BlockingScheme.SearchPhoneEnd, End(phone.Number, SearchPhoneDigits));
            }
        }

        foreach (var website in features.Websites)
        {
            sink.Key(BlockingScheme.Website, website);
        }
    }

    private static void AddIdentifiers<TSink>(RecordFeatures features, ref TSink sink)
        where TSink : struct, IKeySink
    {
        foreach (var identifier in features.Identifiers)
        {
            sink.Key(BlockingScheme.Identifier, identifier.Kind, identifier.Value);
            if (identifier.Value.Length >= SearchIdentifierDigits)
            {
                sink.Key(BlockingScheme.SearchIdentifierEnd, End(identifier.Value, SearchIdentifierDigits));
            }
        }

        foreach (var trait in features.Traits)
        {
            if (trait.Kind == TraitKind.Exact)
            {
                sink.Key(BlockingScheme.Trait, trait.Name, trait.Text);
            }
        }
    }

    private static void AddProperty<TSink>(RecordFeatures features, ref TSink sink)
        where TSink : struct, IKeySink
    {
        foreach (var address in features.Addresses)
        {
            if (address.StreetCore is { } street && address.HouseNumber is { } number)
            {
                sink.Key(BlockingScheme.PropertyAddress, number, street, address.Postcode ?? address.City);
                sink.Key(BlockingScheme.SearchAddress, number, street);
            }
            else if (address.Postcode is { } postcode && (address.HouseNumber ?? address.Building) is { } house)
            {
                sink.Key(BlockingScheme.PropertyAddress, house, postcode);
            }
        }
    }

    /// <summary>The part of a phone number by which two numbers are the same.</summary>
    internal static ReadOnlySpan<char> PhoneEnd(string number) => End(number, PhoneDigits);

    private static ReadOnlySpan<char> Start(string text, int length) => text.AsSpan(0, Math.Min(text.Length, length));

    private static ReadOnlySpan<char> End(string text, int length) => text.Length > length ? text.AsSpan(text.Length - length) : text;
}
