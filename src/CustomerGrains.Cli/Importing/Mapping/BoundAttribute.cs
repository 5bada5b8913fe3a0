using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cli.Importing.Mapping;

/// <summary>An <see cref="AttributeMap"/> with the positions of its columns: adds one attribute of a row to a record.</summary>
internal sealed class BoundAttribute(AttributeKind kind, KeyValuePair<string, BoundText>[] fields)
{
    public void Add(IReadOnlyList<string> row, RecordBuilder record)
    {
        string? Text(string field)
        {
            foreach (var (name, text) in fields)
            {
                if (name == field)
                {
                    return text.Read(row);
                }
            }

            return null;
        }

        switch (kind)
        {
            case AttributeKind.Name:
                record.Name(Type(Text("type")), Text("full"), Text("given"), Text("middle"), Text("surname"), Text("prefix"), Text("suffix"));
                break;
            case AttributeKind.OrganisationName:
                record.Organisation(Text("name"), Type(Text("type")));
                break;
            case AttributeKind.Address:
                record.Address(new Address
                {
                    Type = Text("type"),
                    Lines = [.. fields.Where(field => field.Key == "lines").Select(field => field.Value.Read(row)).OfType<string>()],
                    HouseNumber = Text("houseNumber"),
                    Street = Text("street"),
                    Unit = Text("unit"),
                    City = Text("city"),
                    State = Text("state"),
                    Postcode = Text("postcode"),
                    Country = Text("country"),
                    ValidFrom = Text("validFrom"),
                    ValidTo = Text("validTo"),
                });
                break;
            case AttributeKind.Phone:
                record.Phone(Text("number"), Text("type"));
                break;
            case AttributeKind.Identifier:
                record.Identifier(Text("type"), Text("value"), Text("issuer"), Text("exclusive") == "true", Text("verified") == "true");
                break;
            case AttributeKind.Account:
                record.Account(Text("number"), Text("domain"));
                break;
            case AttributeKind.Trait:
                record.Trait(Text("name"), Kind(Text("kind")), Text("value"));
                break;
            default:
                record.Value(kind, Text("value"));
                break;
        }
    }

    private static NameType Type(string? word) => word switch
    {
        "former" or "maiden" => NameType.Former,
        "alias" => NameType.Alias,
        "native" => NameType.Native,
        _ => NameType.Primary,
    };

    private static TraitKind Kind(string? word) => word switch
    {
        "text" => TraitKind.Text,
        "number" => TraitKind.Number,
        "date" => TraitKind.Date,
        _ => TraitKind.Exact,
    };
}
