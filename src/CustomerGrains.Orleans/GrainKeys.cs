using System.Globalization;
using System.Text;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Orleans;

/// <summary>The one place where the text of a grain key is made and read.</summary>
/// <remarks>
/// The ADO.NET store takes a key apart before it writes it: as GUID, else as hexadecimal number, else as text, each up to the first '+'. Keys that look like a number lose case and leading zeros there, so that two
/// grains would share one row. Every text made here starts with a letter that is no hexadecimal digit and a '.', and holds no '+': it is always kept as the text it is. Keys show up in logs and tables, so they name numbers
/// and registered names only, never a person's values. They are durable: never change how one is made.
/// </remarks>
public static class GrainKeys
{
    /// <summary>Characters a key may have; the column that keeps it has 512.</summary>
    public const int LengthMax = 160;

    private const string KeyPrefix = "k1.";
    private const string OwnerPrefix = "o1.";
    private const string SourcePrefix = "s1.";
    private const string ContactPrefix = "p1.";
    private const string PairPrefix = "r1.";
    private const string SubscriberPrefix = "u1.";

    /// <summary>The grain of a blocking key: sixteen hexadecimal digits behind the prefix.</summary>
    public static string Of(BlockingKey key) => string.Create(CultureInfo.InvariantCulture, $"{KeyPrefix}{key.Value:x16}");

    /// <summary>The grain that owns the component whose smallest record this is.</summary>
    public static string OfOwner(RecordNo owner) => string.Create(CultureInfo.InvariantCulture, $"{OwnerPrefix}{owner.Value}");

    /// <summary>The grain that registers a source.</summary>
    public static string OfSource(string source) => SourcePrefix + Spell(source);

    /// <summary>The grain that keeps how a customer may be contacted.</summary>
    public static string OfContact(CustomerNo customer) => string.Create(CultureInfo.InvariantCulture, $"{ContactPrefix}{customer.Value}");

    /// <summary>The grain that keeps who looks at a possible match; the same whichever record is named first.</summary>
    public static string OfPair(RecordNo a, RecordNo b)
    {
        var (smaller, larger) = a.CompareTo(b) <= 0 ? (a, b) : (b, a);
        return string.Create(CultureInfo.InvariantCulture, $"{PairPrefix}{smaller.Value}-{larger.Value}");
    }

    /// <summary>The grain that keeps how far a subscriber has read.</summary>
    public static string OfSubscriber(string subscriber) => SubscriberPrefix + Spell(subscriber);

    /// <summary>Reads what <see cref="Of"/> made.</summary>
    /// <exception cref="ArgumentException">It was made elsewhere.</exception>
    public static BlockingKey ReadBlockingKey(IdSpan key)
    {
        Span<char> text = stackalloc char[KeyPrefix.Length + 16];
        return key.AsSpan().Length == text.Length && Encoding.UTF8.TryGetChars(key.AsSpan(), text, out var length) && length == text.Length
            && text.StartsWith(KeyPrefix, StringComparison.Ordinal)
            && ulong.TryParse(text[KeyPrefix.Length..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? new BlockingKey(value)
            : throw Foreign(key);
    }

    /// <summary>Reads what <see cref="OfOwner"/> made.</summary>
    /// <exception cref="ArgumentException">It was made elsewhere.</exception>
    public static RecordNo ReadOwner(IdSpan key) => new(ReadNumber(key, OwnerPrefix));

    /// <summary>Reads what <see cref="OfContact"/> made.</summary>
    /// <exception cref="ArgumentException">It was made elsewhere.</exception>
    public static CustomerNo ReadContact(IdSpan key) => new(ReadNumber(key, ContactPrefix));

    /// <summary>Reads what <see cref="OfSource"/> made.</summary>
    /// <exception cref="ArgumentException">It was made elsewhere.</exception>
    public static string ReadSource(IdSpan key)
    {
        var text = key.ToString()!;
        return text.StartsWith(SourcePrefix, StringComparison.Ordinal) ? text[SourcePrefix.Length..] : throw Foreign(key);
    }

    private static long ReadNumber(IdSpan key, string prefix)
    {
        var text = key.ToString()!;
        return text.StartsWith(prefix, StringComparison.Ordinal) && long.TryParse(text.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw Foreign(key);
    }

    /// <summary>Names of sources and subscribers are 1 to 64 lower-case letters, digits, '-', '_' and '.', so they may stand as they are.</summary>
    private static string Spell(string name) => IsName(name)
        ? name
        : throw new ArgumentException("A name in a grain key is 1 to 64 lower-case letters, digits, '-', '_' or '.'.", nameof(name));

    /// <summary>Whether a source or subscriber may have this name.</summary>
    public static bool IsName(string? name) =>
        name is { Length: >= 1 and <= 64 } && name.All(character => character is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_' or '.');

    private static ArgumentException Foreign(IdSpan key) => new($"'{key}' is the key of another kind of grain.", nameof(key));
}
