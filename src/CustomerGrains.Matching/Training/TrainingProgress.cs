namespace CustomerGrains.Matching.Training;

/// <summary>How far a training is.</summary>
/// <param name="Step">What is being done, in words.</param>
/// <param name="Done">Part of the whole that is done, from 0 to 1.</param>
public readonly record struct TrainingProgress(string Step, double Done);

/// <summary>The records cannot be trained on; the message says why and what would help.</summary>
public sealed class TrainingException(string message) : Exception(message);
