using CustomerGrains.Client;
using CustomerGrains.Cluster.Tests.Histories;
using CustomerGrains.Cluster.Tests.Planning;
using CustomerGrains.V1;

namespace CustomerGrains.Cluster.Tests.Clients;

/// <summary>One client streaming its records: goes on at another server when its own does not answer, sends again what got lost or leaves it, as the plan says.</summary>
internal sealed class StreamLane(int client, IReadOnlyList<IReadOnlyList<RecordOperation>> phases, Doors doors, Surroundings run, EchoLane echoes) : IDisposable
{
    private const int InFlightMax = 16;

    /// <summary>Connections that fail one after another before the client goes elsewhere; twice as many each time it finds nobody there either.</summary>
    private const int FailuresMin = 3;
    private const int FailuresMax = 48;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, RecordOperation> _underWay = [];
    private readonly Queue<RecordOperation> _again = [];
    private IngestStream? _stream;
    private CancellationTokenSource _leave = new();
    private int _failures;
    private int _patience = FailuresMin;

    /// <summary>Sends everything; returns when all of it is answered or given up.</summary>
    public async Task RunAsync()
    {
        foreach (var (place, phase) in phases.Index())
        {
            await run.GateAsync(place);
            foreach (var operation in phase)
            {
                await SendAsync(operation);
            }
        }

        while (!await TryCompleteAsync())
        {
            await SendLostAsync();
        }
    }

    public void Dispose() => _leave.Dispose();

    private async Task SendAsync(RecordOperation operation)
    {
        while (!await TrySendAsync(operation))
        {
            await LeaveAsync();
        }

        await SendLostAsync();
    }

    private async Task SendLostAsync()
    {
        while (true)
        {
            RecordOperation? lost;
            lock (_gate)
            {
                _again.TryDequeue(out lost);
            }

            if (lost is null)
            {
                return;
            }

            while (!await TrySendAsync(lost))
            {
                await LeaveAsync();
            }
        }
    }

    private async Task<bool> TrySendAsync(RecordOperation operation)
    {
        _stream ??= doors.Current.OpenIngestStream(new IngestStreamOptions { InFlightMax = InFlightMax, Acknowledged = Note, Reconnecting = NoteBroken, RecordAttemptsMax = 50 });
        var request = Messages.ToRequest(operation);
        var since = run.History.Now();
        lock (_gate)
        {
            _underWay[operation.Number] = operation;
        }

        try
        {
            await _stream.SendAsync(request, operation, _leave.Token);
            NoteSent(operation, request, since);
            return true;
        }
        catch (Exception e) when (e is OperationCanceledException or CustomerGrainsException or ObjectDisposedException)
        {
            if (request.OperationId.Length == 0)
            {
                // It never got into the stream.
                lock (_gate)
                {
                    _underWay.Remove(operation.Number);
                }

                return false;
            }

            NoteSent(operation, request, since);
            return true;
        }
    }

    private async Task<bool> TryCompleteAsync()
    {
        try
        {
            if (_stream is not null)
            {
                await _stream.CompleteAsync(_leave.Token);
                await _stream.DisposeAsync();
                _stream = null;
            }

            lock (_gate)
            {
                return _again.Count == 0;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or CustomerGrainsException or ObjectDisposedException)
        {
            await LeaveAsync();
            return false;
        }
    }

    /// <summary>Drops the stream as it is and goes elsewhere. Of what was under way the outcome is unknown.</summary>
    private async Task LeaveAsync()
    {
        if (_stream is { } stream)
        {
            _stream = null;
            await stream.DisposeAsync();
        }

        doors.MoveOn();
        RecordOperation[] lost;
        lock (_gate)
        {
            _leave.Dispose();
            _leave = new CancellationTokenSource();
            _failures = 0;
            lost = [.. _underWay.Values.OrderBy(operation => operation.Number)];
            _underWay.Clear();
        }

        foreach (var operation in lost)
        {
            GiveUpOrSendAgain(operation);
        }
    }

    private void GiveUpOrSendAgain(RecordOperation operation)
    {
        if (operation.IsLeftWhenUnknown)
        {
            run.Progress.Advance();
            return;
        }

        lock (_gate)
        {
            _again.Enqueue(operation);
        }
    }

    private void NoteBroken(CustomerGrainsException error)
    {
        lock (_gate)
        {
            if (++_failures >= _patience)
            {
                _patience = Math.Min(2 * _patience, FailuresMax);
                _ = _leave.CancelAsync();
            }
        }
    }

    private void Note(IngestAcknowledgement acknowledgement)
    {
        var operation = (RecordOperation)acknowledgement.State!;
        lock (_gate)
        {
            _failures = 0;
            _patience = FailuresMin;
            if (!_underWay.Remove(operation.Number))
            {
                return;
            }
        }

        var sent = Sent(operation, acknowledgement.Request);
        if (acknowledgement.Outcome is { } outcome)
        {
            run.History.Add(Messages.With(sent, outcome));
            echoes.Note(operation, acknowledgement.Request);
        }
        else if (Answers.ToEntry(sent, acknowledgement.Error!) is { } entry)
        {
            run.History.Add(entry);
        }

        if (acknowledgement.Outcome is null && !Answers.IsRefusal(acknowledgement.Error!))
        {
            GiveUpOrSendAgain(operation);
        }
        else
        {
            run.Progress.Advance();
        }
    }

    private void NoteSent(RecordOperation operation, StreamRequest request, long since)
    {
        run.Streamed[request.OperationId] = operation;
        run.History.Add(Sent(operation, request) with { Since = since });
    }

    private HistoryEntry Sent(RecordOperation operation, StreamRequest request) => Messages.ToEntry(operation, client, request.OperationId, HistoryKind.Sent);
}
