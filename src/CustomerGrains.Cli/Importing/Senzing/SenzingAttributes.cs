using System.Collections.Frozen;

namespace CustomerGrains.Cli.Importing.Senzing;

/// <summary>The attribute names of the public Senzing entity specification, each with the family it belongs to.</summary>
internal static class SenzingAttributes
{
    private static readonly FrozenDictionary<string, string> Families = """
        RECORD_TYPE: RECORD_TYPE
        NAME: NAME_TYPE NAME_LAST NAME_FIRST NAME_MIDDLE NAME_PREFIX NAME_SUFFIX NAME_FULL NAME_ORG
        ADDR: ADDR_TYPE ADDR_FULL ADDR_LINE1 ADDR_LINE2 ADDR_LINE3 ADDR_LINE4 ADDR_LINE5 ADDR_LINE6 ADDR_CITY ADDR_STATE
        ADDR: ADDR_POSTAL_CODE ADDR_COUNTRY ADDR_FROM_DATE ADDR_THRU_DATE
        PHONE: PHONE_TYPE PHONE_NUMBER PHONE_FROM_DATE PHONE_THRU_DATE
        EMAIL: EMAIL_ADDRESS
        WEBSITE: WEBSITE_ADDRESS
        GENDER: GENDER
        DOB: DATE_OF_BIRTH
        DOD: DATE_OF_DEATH
        NATIONALITY: NATIONALITY
        CITIZENSHIP: CITIZENSHIP
        POB: PLACE_OF_BIRTH
        EMPLOYER: EMPLOYER
        REGISTRATION_DATE: REGISTRATION_DATE
        REGISTRATION_COUNTRY: REGISTRATION_COUNTRY
        PASSPORT: PASSPORT_NUMBER PASSPORT_COUNTRY
        DRIVERS_LICENSE: DRIVERS_LICENSE_NUMBER DRIVERS_LICENSE_STATE
        SSN: SSN_NUMBER
        SSN_LAST4: SSN_LAST4
        NATIONAL_ID: NATIONAL_ID_NUMBER NATIONAL_ID_TYPE NATIONAL_ID_COUNTRY
        TAX_ID: TAX_ID_NUMBER TAX_ID_TYPE TAX_ID_COUNTRY
        OTHER_ID: OTHER_ID_NUMBER OTHER_ID_TYPE OTHER_ID_COUNTRY
        TRUSTED_ID: TRUSTED_ID_NUMBER TRUSTED_ID_TYPE
        ACCOUNT: ACCOUNT_NUMBER ACCOUNT_DOMAIN
        DUNS: DUNS_NUMBER
        NPI: NPI_NUMBER
        LEI: LEI_NUMBER
        REL: REL_ANCHOR_DOMAIN REL_ANCHOR_KEY REL_POINTER_DOMAIN REL_POINTER_KEY REL_POINTER_ROLE
        """
        .Split('\n', StringSplitOptions.TrimEntries)
        .Select(line => line.Split(": "))
        .SelectMany(parts => parts[1].Split(' ').Select(attribute => KeyValuePair.Create(attribute, parts[0])))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Splits a key such as <c>HOME_ADDR_LINE1</c> into label, attribute and family; null when it is no attribute but payload.</summary>
    public static (string Label, string Attribute, string Family)? Split(string key)
    {
        var attribute = key.ToUpperInvariant();
        var label = "";
        while (true)
        {
            if (Families.TryGetValue(attribute, out var family))
            {
                // RECORD_TYPE and the relations take no label.
                return label.Length > 0 && (family is "REL" or "RECORD_TYPE") ? null : (label, attribute, family);
            }

            var gap = attribute.IndexOf('_', StringComparison.Ordinal);
            if (gap <= 0 || gap == attribute.Length - 1)
            {
                return null;
            }

            label = label.Length == 0 ? attribute[..gap] : $"{label}_{attribute[..gap]}";
            attribute = attribute[(gap + 1)..];
        }
    }

    /// <summary>An object in Senzing's form, by the keys at its root.</summary>
    public static bool Is(IEnumerable<string> keys) =>
        keys.Any(key => key is "FEATURES" or "DATA_SOURCE")
        || keys.Count(key => key == key.ToUpperInvariant() && key.Contains('_', StringComparison.Ordinal) && Split(key) is not null) >= 2;
}
