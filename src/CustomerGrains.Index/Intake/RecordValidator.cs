using System.Collections.Immutable;
using System.Globalization;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Index.Intake;

/// <summary>Finds what cannot be taken in, field by field, before anything is written.</summary>
public static class RecordValidator
{
    /// <summary>Most values of one attribute.</summary>
    public const int ValuesMax = 200;

    /// <summary>Most characters of one value that is matched.</summary>
    public const int TextLengthMax = 4_000;

    /// <summary>Most bytes of a record in canonical form.</summary>
    public const int RecordBytesMax = 1 << 20;

    /// <summary>Most characters of an operation id.</summary>
    public const int OperationIdLengthMax = 64;

    private const int ViolationsMax = 20;

    /// <summary>Throws when the command cannot be taken.</summary>
    /// <exception cref="InvalidFieldsException">Names every field that is wrong, up to twenty.</exception>
    public static void Require(PutCommand command)
    {
        var fields = new Fields();
        fields.Identity("key", command.Identity);
        fields.Operation(command.OperationId);
        fields.Version(command.SourceVersion);
        Check(command.Record, fields);
        fields.ThrowIfAny();
    }

    /// <summary>Throws when the command cannot be taken.</summary>
    /// <exception cref="InvalidFieldsException">Names every field that is wrong.</exception>
    public static void Require(DeleteCommand command)
    {
        var fields = new Fields();
        fields.Identity("key", command.Identity);
        fields.Operation(command.OperationId);
        fields.Version(command.SourceVersion);
        fields.ThrowIfAny();
    }

    /// <summary>Throws when the decision cannot be taken.</summary>
    /// <exception cref="InvalidFieldsException">Names every field that is wrong.</exception>
    public static void Require(DecideCommand command)
    {
        var fields = new Fields();
        fields.Identity("a", command.A);
        fields.Identity("b", command.B);
        fields.Operation(command.OperationId);
        if (command.A == command.B)
        {
            fields.Add("b", "names the same record as a; a decision is about two records.");
        }

        if (!Enum.IsDefined(command.Decision))
        {
            fields.Add("decision", "must be same, different or withdraw.");
        }

        fields.Required("decided_by", command.DecidedBy, RecordIdentity.RecordIdLengthMax);
        fields.Text("reason", command.Reason);
        fields.ThrowIfAny();
    }

    /// <summary>Throws when the change of model cannot be taken.</summary>
    /// <exception cref="InvalidFieldsException">Names every field that is wrong.</exception>
    public static void Require(ApplyModelCommand command)
    {
        var fields = new Fields();
        fields.Required("applied_by", command.AppliedBy, RecordIdentity.RecordIdLengthMax);
        fields.Text("reason", command.Reason);
        fields.ThrowIfAny();
    }

    private static void Check(SourceRecord record, Fields fields)
    {
        if (!Enum.IsDefined(record.Type))
        {
            fields.Add("record.type", "is not a type of record.");
        }

        fields.Each("record.names", record.Names, (path, name) => fields.Texts(path,
            ("full", name.Full), ("given", name.Given), ("middle", name.Middle), ("surname", name.Surname), ("prefix", name.Prefix), ("suffix", name.Suffix)));
        fields.Each("record.organisation_names", record.OrganisationNames, (path, name) => fields.Text($"{path}.name", name.Name));
        fields.Each("record.birth_dates", record.BirthDates, fields.Text);
        fields.Each("record.death_dates", record.DeathDates, fields.Text);
        fields.Text("record.gender", record.Gender);
        fields.Each("record.addresses", record.Addresses, (path, address) => CheckAddress(path, address, fields));
        fields.Each("record.phones", record.Phones, (path, phone) => fields.Texts(path, ("number", phone.Number), ("type", phone.Type)));
        fields.Each("record.emails", record.Emails, fields.Text);
        fields.Each("record.identifiers", record.Identifiers, (path, identifier) => CheckIdentifier(path, identifier, fields));
        fields.Each("record.accounts", record.Accounts, (path, account) => fields.Texts(path, ("number", account.Number), ("domain", account.Domain)));
        fields.Each("record.websites", record.Websites, fields.Text);
        fields.Each("record.employers", record.Employers, fields.Text);
        fields.Each("record.birth_places", record.BirthPlaces, fields.Text);
        fields.Each("record.nationalities", record.Nationalities, fields.Text);
        fields.Text("record.registration_date", record.RegistrationDate);
        fields.Text("record.registration_country", record.RegistrationCountry);
        fields.Each("record.traits", record.Traits, (path, trait) =>
        {
            fields.Required($"{path}.name", trait.Name, RecordIdentity.SourceLengthMax);
            fields.Text($"{path}.value", trait.Value);
        });
        fields.Each("record.other", record.Other, (path, other) =>
        {
            fields.Required($"{path}.key", other.Key, RecordIdentity.RecordIdLengthMax);

            // Kept and returned, never matched: only its total size is bounded.
            fields.Text($"{path}.value", other.Value, RecordBytesMax);
        });
    }

    private static void CheckAddress(string path, Address address, Fields fields)
    {
        fields.Each($"{path}.lines", address.Lines, fields.Text);
        fields.Texts(path, ("type", address.Type), ("house_number", address.HouseNumber), ("street", address.Street), ("unit", address.Unit), ("city", address.City),
            ("state", address.State), ("postcode", address.Postcode), ("country", address.Country), ("valid_from", address.ValidFrom), ("valid_to", address.ValidTo));
    }

    private static void CheckIdentifier(string path, Identifier identifier, Fields fields)
    {
        fields.Required($"{path}.type", identifier.Type, RecordIdentity.SourceLengthMax);
        fields.Texts(path, ("value", identifier.Value), ("issuer", identifier.Issuer));
    }

    private sealed class Fields
    {
        private readonly List<FieldViolation> _violations = [];

        public void Add(string field, string description)
        {
            if (_violations.Count < ViolationsMax)
            {
                _violations.Add(new FieldViolation(field, description));
            }
        }

        public void ThrowIfAny()
        {
            if (_violations.Count > 0)
            {
                throw new InvalidFieldsException(_violations);
            }
        }

        public void Identity(string path, RecordIdentity identity)
        {
            Required($"{path}.source", identity.Source, RecordIdentity.SourceLengthMax);
            Required($"{path}.record_id", identity.RecordId, RecordIdentity.RecordIdLengthMax);
        }

        public void Operation(string? id)
        {
            if (id is not null)
            {
                Required("operation_id", id, OperationIdLengthMax);
            }
        }

        public void Version(long version)
        {
            if (version < 0)
            {
                Add("version", "must not be negative.");
            }
        }

        public void Required(string path, string? text, int lengthMax)
        {
            if (string.IsNullOrEmpty(text))
            {
                Add(path, "is required.");
            }
            else if (text.AsSpan().ContainsAnyInRange('\0', '\u001f') || text.Contains('\u007f', StringComparison.Ordinal))
            {
                Add(path, "holds control characters.");
            }
            else
            {
                Text(path, text, lengthMax);
            }
        }

        public void Texts(string path, params ReadOnlySpan<(string Name, string? Text)> texts)
        {
            foreach (var (name, text) in texts)
            {
                if (text is not null && IsWrong(text, TextLengthMax) is { } wrong)
                {
                    Add($"{path}.{name}", wrong);
                }
            }
        }

        public void Text(string path, string? text) => Text(path, text, TextLengthMax);

        public void Text(string path, string? text, int lengthMax)
        {
            if (text is not null && IsWrong(text, lengthMax) is { } wrong)
            {
                Add(path, wrong);
            }
        }

        public void Each<T>(string path, ImmutableArray<T> values, Action<string, T> check)
        {
            if (values.IsDefaultOrEmpty)
            {
                return;
            }

            if (values.Length > ValuesMax)
            {
                Add(path, string.Create(CultureInfo.InvariantCulture, $"has {values.Length} values, at most {ValuesMax} are taken."));
                return;
            }

            for (var i = 0; i < values.Length; i++)
            {
                if (values[i] is { } value)
                {
                    check(string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), value);
                }
                else
                {
                    Add(string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), "is missing.");
                }
            }
        }

        private static string? IsWrong(string text, int lengthMax)
        {
            if (text.Length > lengthMax)
            {
                return string.Create(CultureInfo.InvariantCulture, $"has {text.Length} characters, at most {lengthMax} are taken.");
            }

            for (var i = 0; i < text.Length; i++)
            {
                var character = text[i];
                if (character < ' ' && character is not ('\t' or '\n' or '\r'))
                {
                    return "holds control characters.";
                }

                if (char.IsSurrogate(character))
                {
                    if (!char.IsHighSurrogate(character) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                    {
                        return "is not well-formed Unicode.";
                    }

                    i++;
                }
            }

            return null;
        }
    }
}
