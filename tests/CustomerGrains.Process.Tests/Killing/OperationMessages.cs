using CustomerGrains.V1;

namespace CustomerGrains.Process.Tests.Killing;

/// <summary>Operations as they are sent over gRPC.</summary>
internal static class OperationMessages
{
    public static StreamRequest ToMessage(int number, int count)
    {
        var identity = Operations.IdentityOf(number, count);
        var key = new RecordKey { Source = identity.Source, RecordId = identity.RecordId };
        return Operations.IsDelete(number)
            ? new StreamRequest { Delete = new StreamRequest.Types.Delete { Key = key, Version = Operations.VersionOf(number) } }
            : new StreamRequest { Put = new StreamRequest.Types.Put { Key = key, Record = ToMessage(Operations.RecordOf(number)), Version = Operations.VersionOf(number) } };
    }

    private static V1.Record ToMessage(Matching.Records.SourceRecord record) => new()
    {
        Names = { record.Names.Select(name => new PersonName { Given = name.Given, Surname = name.Surname }) },
        BirthDates = { record.BirthDates },
        Addresses = { record.Addresses.Select(address => new Address { Lines = { address.Lines }, City = address.City, Postcode = address.Postcode }) },
        Phones = { record.Phones.Select(phone => new Phone { Number = phone.Number }) },
    };
}
