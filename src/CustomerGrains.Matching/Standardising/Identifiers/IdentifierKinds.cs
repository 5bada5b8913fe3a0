using System.Collections.Frozen;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Standardising.Text;

namespace CustomerGrains.Matching.Standardising.Identifiers;

/// <summary>What sources call their identifiers, and what follows from the kind.</summary>
internal static class IdentifierKinds
{
    private static readonly FrozenSet<string> OfHouseholds = new[] { "account", "iban", "credit_card", "uprn", "medicare" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ssn"] = "social security|social security number|social security no|soc sec|soc sec id|us ssn|ssn number|social|socsec",
        ["nhs"] = "nhs number|nhs no|nhs id|nhsnumber|nhsno",
        ["nino"] = "national insurance|national insurance number|ni number|ni no|ni|nino number|nationalinsurance",
        ["chi"] = "chi number|community health index",
        ["passport"] = "passport number|passport no|passport id|passportnumber",
        ["driving_licence"] = "driving licence|driving license|drivers license|driver license|drivers licence|driver licence|drivers license number|dl|dln|driving licence number|driver s license",
        ["tax"] = "tax id|tax number|tax id number|tin|taxid|tax identification number|utr|unique taxpayer reference",
        ["steuer_id"] = "steuer id|steuerid|steuer identifikationsnummer|idnr|steueridentifikationsnummer",
        ["ein"] = "employer identification number|fein|ein number",
        ["itin"] = "individual taxpayer identification number",
        ["tfn"] = "tax file number",
        ["abn"] = "australian business number",
        ["acn"] = "australian company number",
        ["vat"] = "vat number|vat no|vat id|vat registration|vat registration number|ust id|ustid|ust idnr|tva|iva",
        ["iban"] = "iban number|international bank account number",
        ["lei"] = "lei number|legal entity identifier",
        ["npi"] = "npi number|national provider identifier",
        ["duns"] = "duns number|d u n s|dun bradstreet|d and b|dnb|d u n s number",
        ["company_number"] = "company number|company no|companies house|company registration|company registration number|crn|registration number|registered number|companies house number",
        ["charity_number"] = "charity number|charity no|registered charity",
        ["medicare"] = "medicare number|medicare no|medicare card",
        ["mbi"] = "medicare beneficiary identifier",
        ["national_id"] = "national id|national id number|national identity|national identity number|national identification number|identity card|id card|id card number|nationalid|nric|personal number|personnummer|fodselsnummer|bsn|pesel|dni|curp|aadhaar|cpf",
        ["credit_card"] = "credit card|card number|payment card|debit card",
        ["uprn"] = "unique property reference number",
        ["account"] = "account|account number|account no|acct",
        ["other_id"] = "other id|id|other|identifier",
        ["trusted_id"] = "trusted id",
    }.SelectMany(entry => Aliases(entry.Key, entry.Value)).ToFrozenDictionary(entry => entry.Name, entry => entry.Kind, StringComparer.Ordinal);

    private static readonly FrozenSet<string> ExclusiveKinds = Set("ssn nhs nino chi lei npi duns steuer_id tfn abn acn itin ein mbi uprn");

    private static readonly FrozenSet<string> KnownFillers = Set(
        "000000000 111111111 123456789 987654321 999999999 078051120 219099999 457555462 1234567890 0123456789 9999999999 QQ123456C AB123456C AA000000A NONE UNKNOWN NULL NA TEST PENDING");

    /// <summary>Canonical kind of a folded type; the source's own word when it is not known, "other_id" when nothing is said.</summary>
    public static string Canonical(string? foldedType) =>
        foldedType is null ? "other_id" : Names.TryGetValue(foldedType, out var kind) ? kind : foldedType;

    /// <summary>Whether one customer has one value by the nature of the kind: a passport is renewed and a licence reissued, so they are not.</summary>
    /// <remarks>Where a check exists, only a value that passes it is exclusive; a part of a number ("last four") must never forbid a match.</remarks>
    public static bool IsExclusive(string kind, string? issuer, IdentifierCheck check) =>
        check != IdentifierCheck.Failed && (ExclusiveKinds.Contains(kind) || (kind == "national_id" && issuer is not null));

    /// <summary>The value as it is compared: a VAT number with its country before it when the issuer tells.</summary>
    public static string Complete(string kind, string value, string? issuer) =>
        kind == "vat" && issuer is { Length: 2 } && char.IsAsciiDigit(value[0]) && char.IsAsciiDigit(value[^1]) ? issuer.ToUpperInvariant() + value : value;

    /// <summary>Values that are written when there is none.</summary>
    public static bool IsPlaceholder(string kind, string value)
    {
        if (KnownFillers.Contains(value) || (value.Length >= 2 && Placeholders.IsFillerNumber(value)))
        {
            return true;
        }

        // A number whose digits are all zero, whatever letters stand around it.
        var hasDigit = value.AsSpan().ContainsAnyInRange('0', '9');
        return hasDigit && !value.AsSpan().ContainsAnyInRange('1', '9') && kind is "ssn" or "nhs" or "nino" or "passport" or "tax" or "vat";
    }

    private static IEnumerable<(string Name, string Kind)> Aliases(string kind, string names) =>
        names.Split('|').Append(kind).Append(kind.Replace('_', ' ')).Distinct(StringComparer.Ordinal).Select(name => (name, kind));

    private static FrozenSet<string> Set(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True for numbers of contracts, cards and homes: a household may share one, and one customer may have several.</summary>
    public static bool IsOfHousehold(string kind) => OfHouseholds.Contains(kind);
}
