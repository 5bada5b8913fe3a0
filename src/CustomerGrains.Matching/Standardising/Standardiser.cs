using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Matching.Standardising;

/// <summary>Turns records as written into features. Pure: the same record and defaults give the same features on every machine.</summary>
public static partial class Standardiser
{
    /// <summary>Standardises a record. Never fails: what cannot be read is left out of the features and stays in the record.</summary>
    public static RecordFeatures Standardise(SourceRecord record, SourceDefaults defaults) => throw new NotImplementedException();
}
