namespace CustomerGrains.Stores;

/// <summary>The store cannot be used by this build, or not as it is.</summary>
public sealed class StoreFormatException(string message) : Exception(message);
