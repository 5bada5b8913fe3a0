using System.Collections.Concurrent;
using System.Data.Common;
using CustomerGrains.Orleans.Storing;
using Orleans.Storage;

namespace CustomerGrains.Orleans.Tests.Storing;

/// <summary>What goes wrong with a call of the storage.</summary>
public enum StorageFault
{
    None,

    /// <summary>Nothing is written, the caller is told that the storage failed.</summary>
    BeforeWrite,

    /// <summary>It is written, the caller is told that the storage failed.</summary>
    AfterWrite,

    /// <summary>Reading fails.</summary>
    Read,

    /// <summary>Another activation writes the same row first, at the moment this one writes.</summary>
    LostFirstWrite,
}

/// <summary>Grain storage shared by all silos of the tests: the real form of states, versions like the ADO.NET store's, a unique index like our own schema's, and faults when asked for.</summary>
internal sealed class FaultyStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string State, GrainId Grain), (string Json, int Version)> _rows = new();
    private readonly ConcurrentQueue<StorageFault> _faults = new();
    private readonly StateSerializer _serializer = new();
    private readonly Lock _gate = new();

    /// <summary>Writes that arrived, those that failed included.</summary>
    public int Writes { get; private set; }

    /// <summary>Reads that arrived.</summary>
    public int Reads { get; private set; }

    /// <summary>What goes wrong with the next calls that can go wrong so, in this order.</summary>
    public void Plan(params StorageFault[] faults)
    {
        foreach (var fault in faults)
        {
            _faults.Enqueue(fault);
        }
    }

    public bool IsPlanDone => _faults.IsEmpty;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_gate)
        {
            Reads++;
            if (Takes(StorageFault.Read))
            {
                throw new IOException("The storage does not answer.");
            }

            if (_rows.TryGetValue((stateName, grainId), out var row))
            {
                grainState.State = _serializer.Deserialize<T>(new BinaryData(row.Json));
                (grainState.ETag, grainState.RecordExists) = ($"{row.Version}", true);
            }
            else
            {
                grainState.State = Activator.CreateInstance<T>();
                (grainState.ETag, grainState.RecordExists) = (null, false);
            }

            return Task.CompletedTask;
        }
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_gate)
        {
            Writes++;
            if (Takes(StorageFault.BeforeWrite))
            {
                throw new IOException("The storage does not answer.");
            }

            if (Takes(StorageFault.LostFirstWrite))
            {
                _rows.TryAdd((stateName, grainId), (_serializer.Serialize(Activator.CreateInstance<T>()).ToString(), 1));
            }

            var exists = _rows.TryGetValue((stateName, grainId), out var row);
            if (grainState.ETag is null && exists)
            {
                throw new UniqueViolation();
            }

            if (grainState.ETag is not null && grainState.ETag != $"{row.Version}")
            {
                throw new InconsistentStateException("Written by another.", $"{row.Version}", grainState.ETag);
            }

            var next = (_serializer.Serialize(grainState.State).ToString(), row.Version + 1);
            _rows[(stateName, grainId)] = next;
            if (Takes(StorageFault.AfterWrite))
            {
                throw new IOException("The storage does not answer.");
            }

            (grainState.ETag, grainState.RecordExists) = ($"{next.Item2}", true);
            return Task.CompletedTask;
        }
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException("No grain clears its state.");

    private bool Takes(StorageFault fault) => _faults.TryPeek(out var next) && next == fault && _faults.TryDequeue(out _);

    private sealed class UniqueViolation() : DbException("duplicate key value violates unique constraint")
    {
        public override string SqlState => "23505";
    }
}
