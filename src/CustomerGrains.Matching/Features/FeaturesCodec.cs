namespace CustomerGrains.Matching.Features;

/// <summary>Compact binary form of features, as the journal keeps them. The first byte is the version of the form.</summary>
public static class FeaturesCodec
{
    public static byte[] Encode(RecordFeatures features) => throw new NotImplementedException();

    /// <exception cref="InvalidDataException">Not features, or of a version this build does not read.</exception>
    public static RecordFeatures Decode(ReadOnlySpan<byte> encoded) => throw new NotImplementedException();
}
