using System.Globalization;

namespace CustomerGrains.Index.Journal;

/// <summary>Dense number the journal gives a record identity when it is first accepted; kept forever, also after a delete.</summary>
/// <remarks>Handed out on arrival, so it must never decide how records are grouped. The default is no record.</remarks>
public readonly record struct RecordNo(long Value) : IComparable<RecordNo>
{
    public bool IsNone => Value == 0;

    /// <inheritdoc/>
    public int CompareTo(RecordNo other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
