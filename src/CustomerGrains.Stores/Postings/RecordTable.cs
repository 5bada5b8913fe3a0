namespace CustomerGrains.Stores.Postings;

/// <summary>What is kept in memory of every record number: current revision and position.</summary>
/// <remarks>In chunks, so that growth never copies what is there. Numbers that were never accepted read as zeros.</remarks>
internal sealed class RecordTable
{
    private const int ChunkBits = 16;
    private const int ChunkLength = 1 << ChunkBits;

    private readonly List<Row[]> _chunks = [];

    public Row this[int record]
    {
        get
        {
            var chunk = record >> ChunkBits;
            return chunk < _chunks.Count ? _chunks[chunk][record & (ChunkLength - 1)] : default;
        }

        set
        {
            var chunk = record >> ChunkBits;
            while (_chunks.Count <= chunk)
            {
                _chunks.Add(new Row[ChunkLength]);
            }

            _chunks[chunk][record & (ChunkLength - 1)] = value;
        }
    }

    /// <param name="Position">Position of the current revision in the order of acceptance.</param>
    /// <param name="Revision">Current revision.</param>
    public readonly record struct Row(long Position, int Revision);
}
