using System.Collections.Frozen;

namespace CustomerGrains.Cli.Importing.Mapping;

/// <summary>Recognises columns by the names they usually have, so that most files need no mapping.</summary>
internal static class UsualColumns
{
    /// <summary>Folded column names by their place: group, and field or type in it.</summary>
    private static readonly FrozenDictionary<string, string> Places = """
        source: source source_system data_source source_dataset
        recordType: record_type
        version: version record_version
        name/given: given_name first_name forename forenames given_names given first fname firstname christian_name
        name/middle: middle_name middle_names middle_initial middle
        name/surname: surname last_name family_name last lname lastname family
        name/prefix: title salutation name_prefix prefix
        name/suffix: suffix name_suffix
        name/full: name full_name person_name fullname
        former/surname: maiden maiden_name former_surname previous_surname
        former/full: former_name previous_name
        alias/given: known_as nickname preferred_name
        alias/full: alias aka
        organisation: organisation_name organization_name org_name company_name company business_name organisation organization
        birth: date_of_birth dob birthdate birth_date dateofbirth born year_of_birth birth_year
        death: date_of_death dod death_date deathdate
        gender: sex gender
        birthPlace: birth_place birthplace place_of_birth
        nationality: nationality citizenship
        employer: employer
        website: website url
        address/lines: address full_address address_1 address_2 address_3 address_4 address_5 address1 address2 address3 address4
        address/lines: address_line_1 address_line_2 address_line_3 address_line_4 address_line1 address_line2 address_line3
        address/lines: address_line4 addr1 addr2 street_address
        address/houseNumber: street_number house_number house_no
        address/street: street street_name road
        address/unit: unit_number unit flat apartment flat_number
        address/city: city town suburb post_town locality
        address/state: state province region
        address/postcode: postcode post_code zip zipcode zip_code postal_code
        address/country: country
        email: email e_mail email_address email_1 email_2
        phone: phone telephone tel phone_number telephone_number phone_1 phone_2 contact_number
        phone/home: home_phone landline
        phone/mobile: mobile mobile_phone mobile_number cell cell_phone
        phone/work: work_phone
        identifier/ssn: ssn soc_sec_id social_security_number ssn_number
        identifier/nino: nino ni_number national_insurance_number ni_no
        identifier/nhs: nhs_number nhs_no nhs
        identifier/passport: passport_number passport passport_no
        identifier/driving_licence: driving_licence driving_licence_number drivers_license drivers_license_number
        identifier/national_id: national_id national_id_number
        identifier/tax: tax_id tax_number tin
        identifier/vat: vat_number
        identifier/iban: iban
        identifier/lei: lei
        identifier/npi: npi
        identifier/duns: duns
        identifier/medicare: medicare_number
        account: account_number account_no
        """
        .Split('\n', StringSplitOptions.TrimEntries)
        .Select(line => line.Split(": "))
        .SelectMany(parts => parts[1].Split(' ').Select(column => KeyValuePair.Create(column, parts[0])))
        .ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string[] IdColumns = ["record_id", "recordid", "rec_id", "id", "uid", "unique_id", "source_id", "person_id", "customer_id", "client_id"];

    /// <summary>Name parts that also stand for a former or alternative name where that gives none.</summary>
    private static readonly string[] SharedNameFields = ["given", "middle"];

    /// <summary>Reads a heading. Columns that are not recognised are kept and not matched, race and ethnicity among them.</summary>
    /// <param name="columns">The heading.</param>
    /// <param name="idColumn">Column of the record id, when the caller knows; null: by its usual names.</param>
    public static ColumnMapping Recognise(IReadOnlyList<string> columns, string? idColumn)
    {
        var id = idColumn ?? IdColumns
            .Select(usual => columns.FirstOrDefault(column => ColumnName.Fold(column) == usual))
            .FirstOrDefault(column => column is not null);
        var found = columns
            .Where(column => column != id)
            .Select(column => (Column: column, Place: Places.GetValueOrDefault(ColumnName.Fold(column))))
            .Where(pair => pair.Place is not null)
            .Select(pair => (pair.Column, Place: pair.Place!.Split('/')))
            .ToArray();
        return new ColumnMapping
        {
            Source = Whole("source"),
            RecordId = id is null ? null : ColumnText.Of(id) with { Key = idColumn is null ? null : "--id-column" },
            Version = Whole("version"),
            RecordType = Whole("recordType"),
            Attributes = [.. Attributes(found)],
        };

        ColumnText? Whole(string place) =>
            found.Where(pair => pair.Place[0] == place).Select(pair => ColumnText.Of(pair.Column)).FirstOrDefault();
    }

    private static IEnumerable<AttributeMap> Attributes((string Column, string[] Place)[] found)
    {
        var name = Group("name");
        if (name.Count > 0)
        {
            yield return new AttributeMap(AttributeKind.Name, name);
        }

        foreach (var type in new[] { "former", "alias" })
        {
            var other = Group(type);
            if (other.Count > 0)
            {
                // A maiden name is a surname alone: the given names go with it. A nickname goes with the surname.
                var missing = name.Where(field => other.All(own => own.Key is not "full" && own.Key != field.Key)
                    && (type == "alias" ? field.Key == "surname" : SharedNameFields.Contains(field.Key)));
                yield return new AttributeMap(AttributeKind.Name, [new("type", ColumnText.Same(type)), .. other, .. missing]);
            }
        }

        var address = Group("address");
        if (address.Count > 0)
        {
            yield return new AttributeMap(AttributeKind.Address, Street(address));
        }

        foreach (var (column, place) in found)
        {
            AttributeMap? single = place[0] switch
            {
                "organisation" => new(AttributeKind.OrganisationName, [new("name", ColumnText.Of(column))]),
                "birth" => AttributeMap.Single(AttributeKind.BirthDate, column),
                "death" => AttributeMap.Single(AttributeKind.DeathDate, column),
                "gender" => AttributeMap.Single(AttributeKind.Gender, column),
                "birthPlace" => AttributeMap.Single(AttributeKind.BirthPlace, column),
                "nationality" => AttributeMap.Single(AttributeKind.Nationality, column),
                "employer" => AttributeMap.Single(AttributeKind.Employer, column),
                "website" => AttributeMap.Single(AttributeKind.Website, column),
                "email" => AttributeMap.Single(AttributeKind.Email, column),
                "account" => new(AttributeKind.Account, [new("number", ColumnText.Of(column))]),
                "phone" => new(AttributeKind.Phone, Typed("number", column, place)),
                "identifier" => new(AttributeKind.Identifier, Typed("value", column, place)),
                _ => null,
            };
            if (single is not null)
            {
                yield return single;
            }
        }

        List<KeyValuePair<string, ColumnText>> Group(string group) =>
            [.. found.Where(pair => pair.Place[0] == group).Select(pair => KeyValuePair.Create(pair.Place[1], ColumnText.Of(pair.Column)))];
    }

    /// <summary>With a column for the house number but none for the street, the first line is the street.</summary>
    private static List<KeyValuePair<string, ColumnText>> Street(List<KeyValuePair<string, ColumnText>> address)
    {
        var line = address.FindIndex(field => field.Key == "lines");
        if (line >= 0 && address.Any(field => field.Key == "houseNumber") && address.All(field => field.Key != "street"))
        {
            address[line] = new("street", address[line].Value);
        }

        return address;
    }

    private static KeyValuePair<string, ColumnText>[] Typed(string field, string column, string[] place) =>
        place.Length == 1
            ? [new(field, ColumnText.Of(column))]
            : [new("type", ColumnText.Same(place[1])), new(field, ColumnText.Of(column))];
}
