using System.Globalization;
using CustomerGrains.Index;
using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Tests.Checking;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Simulation.Tests;

/// <content>Those who send, and what they were told.</content>
public sealed partial class Schedule
{
    /// <summary>Operations of each record that a journal remembers at least; a lane is one record. Of decisions, which have a lane for themselves, it remembers all that it took.</summary>
    private const int RememberedMin = 8;

    /// <summary>Does its deeds one after another. Sends again until it is told that a deed is done, or gives up now and then, as callers do; and now and then one that was done is delivered once more.</summary>
    private async Task ClientAsync(IReadOnlyList<Deed> deeds)
    {
        var done = new List<(int Place, Deed Deed, object? Answer)>();
        try
        {
            foreach (var (place, deed) in deeds.Select(WithOperation).Index())
            {
                await _loop.HopAsync(0);
                Note(deed, isAcknowledged: false);
                while (true)
                {
                    var (isDone, answer) = await TryAsync(deed);
                    if (isDone)
                    {
                        Note(deed, isAcknowledged: true);
                        done.Add((place, deed, answer));
                        break;
                    }

                    if (_loop.Random.Next(6) == 0)
                    {
                        break;
                    }

                    await _loop.HopAsync(0);
                }

                await RepeatLateAsync(done.FindAll(one => one.Deed is DecideDeed ? one.Answer is not null : one.Place > place - RememberedMin));
            }
        }
        catch (Exception exception)
        {
            _unexpected.Add(exception);
        }

        _clientsBusy--;
    }

    /// <summary>Puts the index under one model after another at any moment, sending again until it is told that it is done.</summary>
    private async Task ChangeModelsAsync()
    {
        try
        {
            foreach (var model in _changes)
            {
                for (var wait = _loop.Random.Next(200); wait > 0; wait--)
                {
                    await _loop.HopAsync(0);
                }

                while (!(await TryAsync(index => index.ApplyModelAsync(new ApplyModelCommand(model, "tester", "")))).IsDone)
                {
                    await _loop.HopAsync(0);
                }

                if (_loop.Random.Next(3) > 0 && _plant != Plant.NoSweep)
                {
                    _ = TryAsync(index => index.SweepAsync());
                }
            }
        }
        catch (Exception exception)
        {
            _unexpected.Add(exception);
        }

        _clientsBusy--;
    }

    /// <summary>Delivers deeds that were done once more. Each must be answered as it was; that nothing comes of it, <see cref="CheckAcknowledged"/> sees.</summary>
    private async Task RepeatLateAsync(IReadOnlyList<(int Place, Deed Deed, object? Answer)> done)
    {
        while (done.Count > 0 && _loop.Random.Next(4) == 0)
        {
            var (_, deed, answer) = done[_loop.Random.Next(done.Count)];
            await _loop.HopAsync(0);
            var (isDone, again) = await TryAsync(deed);
            if (isDone && !Equals(again, answer))
            {
                _unexpected.Add(new InvalidOperationException($"{deed} was answered {answer}, and {again} when it was delivered once more."));
            }
        }
    }

    /// <summary>The same deed under an operation id of its own.</summary>
    private static Deed WithOperation(Deed deed, int place)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{deed.Lane}-{place}");
        return deed switch
        {
            PutDeed put => put with { Command = put.Command with { OperationId = id } },
            DeleteDeed delete => delete with { Command = delete.Command with { OperationId = id } },
            DecideDeed decide => decide with { Command = decide.Command with { OperationId = id } },
            _ => deed,
        };
    }

    /// <returns>What of the answer must not change: the effect of a record, the time of a decision (which names it).</returns>
    private Task<(bool IsDone, object? Answer)> TryAsync(Deed deed) => TryAsync<object?>(async index => deed switch
    {
        PutDeed put => (await index.PutAsync(put.Command)).Effect,
        DeleteDeed delete => (await index.DeleteAsync(delete.Command)).Effect,
        _ => (await index.DecideAsync(((DecideDeed)deed).Command))?.DecidedAt,
    });

    private async Task<(bool IsDone, T? Answer)> TryAsync<T>(Func<CustomerIndex, Task<T>> call)
    {
        var process = AnyProcess();
        var killed = process.Killed;
        var isOlder = !process.IsUpgraded;
        var doing = call(process.Index);
        if (await Task.WhenAny(doing, killed) == killed)
        {
            return default;
        }

        try
        {
            return (true, await doing);
        }
        catch (Exception exception) when (exception is JournalUnavailableException or OverloadedException or GrainUnavailableException || (isOlder && exception is ServerOutdatedException))
        {
            return default;
        }
    }

    private void Note(Deed deed, bool isAcknowledged)
    {
        var (identity, content) = deed switch
        {
            PutDeed put => (put.Command.Identity, put.Command.Record),
            DeleteDeed delete => (delete.Command.Identity, null),
            _ => default((RecordIdentity, SourceRecord?)),
        };
        if (identity == default)
        {
            return;
        }

        if (!_possible.TryGetValue(identity, out var possible))
        {
            _possible[identity] = possible = [null];
        }

        if (isAcknowledged)
        {
            possible.Clear();
        }

        possible.Add(content);
    }

    /// <summary>What was acknowledged last is held, or else something sent after it whose outcome nobody was told.</summary>
    private IEnumerable<string> CheckAcknowledged()
    {
        foreach (var (identity, possible) in _possible)
        {
            var number = Done(_journal.FindRecordAsync(identity).AsTask());
            var body = number.IsNone ? null : Done(_journal.ReadBodiesAsync([number]).AsTask())[0];
            var held = body is { IsLive: true } ? Convert.ToHexString(body.Payload) : null;
            if (!possible.Select(record => record is null ? null : Convert.ToHexString(SourceRecordCodec.Encode(record))).Contains(held))
            {
                yield return $"what was acknowledged last of {identity} is not what is held";
            }
        }
    }
}
