using System.Collections.Immutable;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Standardising;

namespace CustomerGrains.Index.Search;

/// <summary>What is asked, in each way it can be read: a name in both orders, a person's or an organisation's. A record fits as well as it fits the best reading.</summary>
internal sealed class SearchQuestion
{
    private readonly List<RecordFeatures> _readings = [];
    private readonly Dictionary<(string Kind, string Code), RecordFeatures> _codeReadings = [];
    private readonly SourceRecord _asked;
    private readonly SourceDefaults _defaults;
    private readonly IReadOnlyList<string> _codes;

    private SearchQuestion(SourceRecord asked, SourceDefaults defaults, IReadOnlyList<string> codes)
    {
        _asked = asked;
        _defaults = defaults;
        _codes = codes;
    }

    public static SearchQuestion Of(SourceRecord attributes, SourceDefaults defaults)
    {
        var question = new SearchQuestion(attributes, defaults, []);
        question.Read(attributes);
        if (attributes.Type == RecordType.Unspecified && attributes.Names.IsDefaultOrEmpty)
        {
            question.Read(attributes with { Type = attributes.OrganisationNames.IsDefaultOrEmpty ? RecordType.Organisation : RecordType.Person });
            question.Read(attributes with { Type = RecordType.Property });
        }

        return question;
    }

    public static SearchQuestion Of(SearchLine line, SourceDefaults defaults)
    {
        var asked = new SourceRecord
        {
            Emails = line.Emails,
            Phones = [.. line.Phones.Select(number => new Phone(number))],
            BirthDates = line.Dates,
            Addresses = [.. line.Postcodes.Select(postcode => new Address { Postcode = postcode })],
        };

        // A number of ten digits may be a phone's or an identifier.
        var codes = line.Codes.Concat(line.Phones).Select(Bare).Where(code => code.Length > 0).Distinct(StringComparer.Ordinal);
        var question = new SearchQuestion(asked, defaults, [.. codes]);
        var words = line.NameWords;
        question.ReadPerson(asked, words);
        if (line.Years is { Length: > 0 } years)
        {
            // "1956" may be a birth year or a postcode.
            question.ReadPerson(
                asked with { BirthDates = line.Dates.AddRange(years), Addresses = [.. line.Postcodes.Except(years, StringComparer.Ordinal).Select(postcode => new Address { Postcode = postcode })] },
                words);
        }

        question.Read(asked with
        {
            Type = RecordType.Organisation,
            BirthDates = [],
            OrganisationNames = words.Length == 0 ? [] : [new OrganisationName(string.Join(' ', words))],
        });
        return question;
    }

    /// <summary>Keys by which records that may fit are found.</summary>
    public BlockingKey[] Keys(KeyHasher hasher)
    {
        var keys = new HashSet<BlockingKey>();
        foreach (var reading in _readings)
        {
            Add(BlockingSchemes.Derive(reading, hasher));
        }

        foreach (var code in _codes)
        {
            Add(BlockingSchemes.Derive(WithCode("code", code), hasher));
        }

        return [.. keys];

        void Add(BlockingKeySet set)
        {
            keys.UnionWith(set.Keys);
            keys.UnionWith(set.SearchKeys);
        }
    }

    /// <summary>The reading that a record fits best, and how well; null when it fits none.</summary>
    public (RecordFeatures Reading, PairScore Score)? Fit(RecordFeatures record, MatchingModel model)
    {
        (RecordFeatures Reading, PairScore Score)? best = null;
        foreach (var reading in _readings)
        {
            Consider(reading);
        }

        foreach (var code in _codes)
        {
            foreach (var identifier in record.Identifiers)
            {
                // What kind of number was typed is not known; the record that has it tells.
                if (identifier.Value == code)
                {
                    Consider(WithCode(identifier.Kind, code));
                }
            }
        }

        return best;

        void Consider(RecordFeatures reading)
        {
            var score = PairScorer.Score(reading, record, model);
            if (!score.Conflict && (best is null || score.Evidence > best.Value.Score.Evidence))
            {
                best = (reading, score);
            }
        }
    }

    private RecordFeatures WithCode(string kind, string code)
    {
        if (!_codeReadings.TryGetValue((kind, code), out var reading))
        {
            var identifier = new IdentifierFeature { Kind = kind, Value = code };
            var first = _readings[0];
            _codeReadings[(kind, code)] = reading = new RecordFeatures
            {
                Type = first.Type,
                Names = first.Names,
                BirthDates = first.BirthDates,
                Addresses = first.Addresses,
                Phones = [.. first.Phones.Where(phone => !IsWritten(phone, code))],
                Emails = first.Emails,
                Identifiers = [identifier],
            };
        }

        return reading;
    }

    /// <summary>Reads a name in both orders.</summary>
    private void ReadPerson(SourceRecord asked, ImmutableArray<string> words)
    {
        var person = asked with { Type = RecordType.Person };
        if (words.Length == 0)
        {
            Read(person);
        }
        else if (words.Length == 1)
        {
            Read(person with { Names = [new PersonName { Surname = words[0] }] });
        }
        else
        {
            Read(person with { Names = [new PersonName { Given = string.Join(' ', words[..^1]), Surname = words[^1] }] });
            Read(person with { Names = [new PersonName { Given = string.Join(' ', words[1..]), Surname = words[0] }] });
        }
    }

    private void Read(SourceRecord asked) => _readings.Add(Standardiser.Standardise(asked, _defaults));

    /// <summary>The phone is the code, read otherwise; an area code's zero is not part of its number.</summary>
    private static bool IsWritten(PhoneFeature phone, string code) =>
        code.All(char.IsAsciiDigit) && code.TrimStart('0') is { Length: > 0 } digits && phone.Number.EndsWith(digits, StringComparison.Ordinal);

    private static string Bare(string code) => new([.. code.Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant)]);
}
