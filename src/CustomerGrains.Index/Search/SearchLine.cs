using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CustomerGrains.Index.Customers;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Index.Search;

/// <summary>A line as staff type it, taken apart: ids, dates, postcodes, phones, e-mails, codes, and what is left is a name.</summary>
/// <param name="Customer">A customer id that was typed, or none.</param>
/// <param name="Record">A record that was typed as "source:id", or the default.</param>
/// <param name="Bare">The only word typed, which may be a record id; else null.</param>
/// <param name="Codes">Words of letters and digits that may be identifiers, account numbers or the like.</param>
public sealed partial record SearchLine(
    CustomerNo Customer,
    RecordIdentity Record,
    string? Bare,
    ImmutableArray<string> Emails,
    ImmutableArray<string> Phones,
    ImmutableArray<string> Dates,
    ImmutableArray<string> Postcodes,
    ImmutableArray<string> Codes,
    ImmutableArray<string> NameWords)
{
    /// <summary>Most characters of a line; more is cut off.</summary>
    public const int LengthMax = 400;

    /// <summary>Those of the postcodes that may be birth years instead, e.g. "1956".</summary>
    public ImmutableArray<string> Years => Postcodes.RemoveAll(static postcode => postcode is not (['1', '8' or '9', _, _] or ['2', '0', _, _]));

    /// <summary>Takes a line apart. Never fails: what is nothing else is a name.</summary>
    public static SearchLine Parse(string text)
    {
        var rest = text.Length > LengthMax ? text[..LengthMax] : text;
        rest = rest.Trim();
        var bare = rest.Length > 0 && !rest.Contains(' ', StringComparison.Ordinal) ? rest : null;
        var customers = Take(ref rest, CustomerIds());
        var emails = Take(ref rest, EmailAddresses());
        var dates = Take(ref rest, DateTexts());
        var postcodes = Take(ref rest, BritishPostcodes());
        var phones = Take(ref rest, PhoneNumbers());
        postcodes = postcodes.AddRange(Take(ref rest, NumericPostcodes()));
        var record = default(RecordIdentity);
        var codes = ImmutableArray.CreateBuilder<string>();
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var word in rest.Split([' ', ',', ';', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = word.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && colon < word.Length - 1)
            {
                record = new RecordIdentity(word[..colon], word[(colon + 1)..]);
            }
            else
            {
                (word.Any(char.IsDigit) ? codes : names).Add(word);
            }
        }

        var customer = customers.Select(typed => CustomerId.TryParse(typed, out var id) ? id.No : default).FirstOrDefault(no => !no.IsNone);
        return new SearchLine(customer, record, bare, emails, phones, dates, postcodes, codes.ToImmutable(), names.ToImmutable());
    }

    private static ImmutableArray<string> Take(ref string rest, Regex pattern)
    {
        var found = pattern.Matches(rest).Select(match => match.Value.Trim()).ToImmutableArray();
        if (found.Length > 0)
        {
            rest = pattern.Replace(rest, " ");
        }

        return found;
    }

    [GeneratedRegex(@"(?<![\w-])[Cc]-?\d{4}(-?\d{4})+-?[0-9A-Za-z](?![\w-])", RegexOptions.CultureInvariant)]
    private static partial Regex CustomerIds();

    [GeneratedRegex(@"[^\s,;<>""]+@[^\s,;<>""]+", RegexOptions.CultureInvariant)]
    private static partial Regex EmailAddresses();

    [GeneratedRegex(@"(?<!\w)(\d{1,2}[./-]\d{1,2}[./-](\d{4}|\d{2})|\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}(st|nd|rd|th)?\s+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+\d{4})(?!\w)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex DateTexts();

    [GeneratedRegex(@"(?<!\w)[A-Za-z]{1,2}\d[A-Za-z\d]?\s?\d[A-Za-z]{2}(?!\w)", RegexOptions.CultureInvariant)]
    private static partial Regex BritishPostcodes();

    [GeneratedRegex(@"(?<![\w-])\+?\(?\d[\d\s().-]{5,}\d(?![\w-])", RegexOptions.CultureInvariant)]
    private static partial Regex PhoneNumbers();

    [GeneratedRegex(@"(?<![\w:-])\d{4,5}(-\d{4})?(?![\w:-])", RegexOptions.CultureInvariant)]
    private static partial Regex NumericPostcodes();
}
