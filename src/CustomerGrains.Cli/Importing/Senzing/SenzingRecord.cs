using System.Text.Json;
using CustomerGrains.Cli.Importing.Mapping;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cli.Importing.Senzing;

/// <summary>Reads one record in Senzing's JSON, with a FEATURES list (version 4) or flat with labels as prefixes (version 3).</summary>
internal sealed class SenzingRecord
{
    private readonly RecordBuilder _record = new();

    private SenzingRecord()
    {
    }

    /// <summary>Value of DATA_SOURCE, or null.</summary>
    public string? Source { get; private set; }

    /// <summary>Value of RECORD_ID, or null.</summary>
    public string? RecordId { get; private set; }

    public SourceRecord Record { get; private set; } = new();

    public static SenzingRecord Read(JsonElement root)
    {
        var senzing = new SenzingRecord();
        var flat = new List<(string Key, string Value)>();
        foreach (var property in root.EnumerateObject())
        {
            switch (property.Name.ToUpperInvariant())
            {
                case "DATA_SOURCE":
                    senzing.Source = Text(property.Value);
                    break;
                case "RECORD_ID":
                    senzing.RecordId = Text(property.Value);
                    break;
                default:
                    if (property.Value.ValueKind == JsonValueKind.Array && property.Value.EnumerateArray().All(entry => entry.ValueKind == JsonValueKind.Object))
                    {
                        foreach (var feature in property.Value.EnumerateArray())
                        {
                            senzing.Add([.. feature.EnumerateObject().Select(pair => (pair.Name, Text(pair.Value) ?? ""))]);
                        }
                    }
                    else
                    {
                        flat.Add((property.Name, Text(property.Value) ?? ""));
                    }

                    break;
            }
        }

        senzing.Add(flat);
        senzing.Record = senzing._record.Build();
        return senzing;
    }

    /// <summary>Adds attributes that belong together by family and label.</summary>
    private void Add(List<(string Key, string Value)> attributes)
    {
        var groups = new List<(string Label, string Family, Dictionary<string, string> Values)>();
        foreach (var (key, value) in attributes)
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                continue;
            }

            if (SenzingAttributes.Split(key) is not { } split || split.Family == "REL")
            {
                _record.Other(key, value.Trim());
                continue;
            }

            var group = groups.FindIndex(group => group.Label == split.Label && group.Family == split.Family && !group.Values.ContainsKey(split.Attribute));
            if (group < 0)
            {
                group = groups.Count;
                groups.Add((split.Label, split.Family, new Dictionary<string, string>(StringComparer.Ordinal)));
            }

            groups[group].Values.Add(split.Attribute, value.Trim());
        }

        foreach (var (label, family, values) in groups)
        {
            Add(family, label.Length == 0 ? null : label, attribute => values.GetValueOrDefault(attribute));
        }
    }

    private void Add(string family, string? label, Func<string, string?> get)
    {
        switch (family)
        {
            case "RECORD_TYPE":
                AddType(get("RECORD_TYPE")!);
                break;
            case "NAME":
                var type = NameTypeOf(get("NAME_TYPE") ?? label);
                _record.Organisation(get("NAME_ORG"), type);
                _record.Name(type, get("NAME_FULL"), get("NAME_FIRST"), get("NAME_MIDDLE"), get("NAME_LAST"), get("NAME_PREFIX"), get("NAME_SUFFIX"));
                break;
            case "ADDR":
                _record.Address(new Address
                {
                    Type = (get("ADDR_TYPE") ?? label)?.ToLowerInvariant(),
                    Lines = [.. Lines.Select(get).OfType<string>()],
                    City = get("ADDR_CITY"),
                    State = get("ADDR_STATE"),
                    Postcode = get("ADDR_POSTAL_CODE"),
                    Country = get("ADDR_COUNTRY"),
                    ValidFrom = get("ADDR_FROM_DATE"),
                    ValidTo = get("ADDR_THRU_DATE"),
                });
                break;
            case "PHONE":
                _record.Phone(get("PHONE_NUMBER"), (get("PHONE_TYPE") ?? label)?.ToLowerInvariant());
                break;
            case "ACCOUNT":
                _record.Account(get("ACCOUNT_NUMBER"), get("ACCOUNT_DOMAIN") ?? label?.ToLowerInvariant());
                break;
            case "TRUSTED_ID":
                // By the specification the same number forces together and a different one apart, so it is exclusive by definition.
                _record.Identifier($"trusted_id:{get("TRUSTED_ID_TYPE")?.ToLowerInvariant()}", get("TRUSTED_ID_NUMBER"), null, exclusive: true, verified: true);
                break;
            default:
                if (Kinds.TryGetValue(family, out var kind))
                {
                    _record.Value(kind, get(family switch { "DOB" => "DATE_OF_BIRTH", "DOD" => "DATE_OF_DEATH", "POB" => "PLACE_OF_BIRTH", "EMAIL" => "EMAIL_ADDRESS", "WEBSITE" => "WEBSITE_ADDRESS", _ => family }));
                }
                else
                {
                    var issuer = get($"{family}_COUNTRY") ?? get($"{family}_STATE");
                    _record.Identifier(IdentifierType(family, get($"{family}_TYPE")), get($"{family}_NUMBER") ?? get(family), issuer, exclusive: false, verified: false);
                }

                break;
        }
    }

    private static readonly string[] Lines = ["ADDR_FULL", "ADDR_LINE1", "ADDR_LINE2", "ADDR_LINE3", "ADDR_LINE4", "ADDR_LINE5", "ADDR_LINE6"];

    private static readonly Dictionary<string, AttributeKind> Kinds = new(StringComparer.Ordinal)
    {
        ["DOB"] = AttributeKind.BirthDate,
        ["DOD"] = AttributeKind.DeathDate,
        ["POB"] = AttributeKind.BirthPlace,
        ["GENDER"] = AttributeKind.Gender,
        ["EMAIL"] = AttributeKind.Email,
        ["WEBSITE"] = AttributeKind.Website,
        ["EMPLOYER"] = AttributeKind.Employer,
        ["NATIONALITY"] = AttributeKind.Nationality,
        ["CITIZENSHIP"] = AttributeKind.Nationality,
        ["REGISTRATION_DATE"] = AttributeKind.RegistrationDate,
        ["REGISTRATION_COUNTRY"] = AttributeKind.RegistrationCountry,
    };

    private void AddType(string word)
    {
        switch (word.ToUpperInvariant())
        {
            case "PERSON":
                _record.Type = RecordType.Person;
                break;
            case "ORGANIZATION" or "ORGANISATION":
                _record.Type = RecordType.Organisation;
                break;
            default:
                // Vessels and aircraft have no type of their own here; the word is kept.
                _record.Other("RECORD_TYPE", word);
                break;
        }
    }

    private static string IdentifierType(string family, string? type) => family switch
    {
        "DRIVERS_LICENSE" => "driving_licence",
        // The type says more than the family: a VAT number is checked as one.
        "TAX_ID" => type?.ToLowerInvariant() ?? "tax",
        "NATIONAL_ID" => type?.ToLowerInvariant() ?? "national_id",
        "OTHER_ID" => type?.ToLowerInvariant() ?? "other_id",
        _ => family.ToLowerInvariant(),
    };

    private static NameType NameTypeOf(string? word) => word?.ToUpperInvariant() switch
    {
        "FORMER" or "MAIDEN" or "PREVIOUS" or "BIRTH" => NameType.Former,
        "ALIAS" or "AKA" or "DBA" or "NICKNAME" => NameType.Alias,
        "NATIVE" => NameType.Native,
        _ => NameType.Primary,
    };

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => value.GetRawText(),
    };
}
