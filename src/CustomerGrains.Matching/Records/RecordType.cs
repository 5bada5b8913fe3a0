namespace CustomerGrains.Matching.Records;

/// <summary>What a record describes. Records of different types never become one customer.</summary>
public enum RecordType : byte
{
    /// <summary>Taken as <see cref="Organisation"/> when only organisation names are given, else as <see cref="Person"/>.</summary>
    Unspecified = 0,

    /// <summary>A natural person.</summary>
    Person = 1,

    /// <summary>A company, charity or public body.</summary>
    Organisation = 2,

    /// <summary>A place (an address) that households and locations can hang on.</summary>
    Property = 3,
}
