namespace CustomerGrains.Matching.Scoring;

/// <summary>Everything the weight of a pair depends on besides the two records. One readable JSON file; frozen once loaded.</summary>
public sealed partial class MatchingModel
{
    /// <summary>The model that serves unknown data untuned.</summary>
    public static MatchingModel Default => throw new NotImplementedException();

    /// <summary>Version: part of the one law, so every change of the model changes it.</summary>
    public required string Version { get; init; }

    /// <summary>Weight at or above which two records are linked, in hundredths of a bit.</summary>
    public required int LinkThreshold { get; init; }

    /// <summary>Weight at or above which a pair is shown for review, in hundredths of a bit.</summary>
    public required int ReviewThreshold { get; init; }

    /// <summary>Reads a model file.</summary>
    /// <exception cref="InvalidDataException">The file is not a model; the message names what is wrong.</exception>
    public static MatchingModel Parse(ReadOnlySpan<byte> json) => throw new NotImplementedException();

    /// <summary>Writes the model as a readable JSON file.</summary>
    public byte[] ToJson() => throw new NotImplementedException();
}
