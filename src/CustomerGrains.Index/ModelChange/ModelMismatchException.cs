namespace CustomerGrains.Index.ModelChange;

/// <summary>The store is under another model than it was opened with. The message names both and the remedy.</summary>
public sealed class ModelMismatchException(string message, Exception? inner = null) : Exception(message, inner);
