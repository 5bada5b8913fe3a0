namespace CustomerGrains.Index.ReadingChange;

/// <summary>A later version of the program has begun to read the store's records anew. This one would read further ones otherwise, so it does not open the store.</summary>
public sealed class NewerReadingException(int store, int own)
    : Exception($"A later version of the program has begun to read the records of this store anew (reading {store}; this version reads by {own}). Use that version or a later one.");
