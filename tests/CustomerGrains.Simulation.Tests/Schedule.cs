using CustomerGrains.Index;
using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Tests.Checking;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Stores.Sqlite;
using CustomerGrains.Stores.Sqlite.Writing;

namespace CustomerGrains.Simulation.Tests;

/// <summary>One run of the whole index under faults: a function of its seed.</summary>
public sealed partial class Schedule
{
    private const int StepsMax = 200_000;

    /// <summary>Rounds of the sweep in which everything must be resolved once faults have stopped. Of several processes each may be in the way of the others for a while.</summary>
    private const int RoundsMax = 20;

    private static readonly MatchingModel OneToOne = RandomModels.Plain.WithOneToOneSources(["a", "b"]);

    private readonly SimulatedLoop _loop;
    private readonly Faults _faults;
    private readonly SmallWorld _world;
    private readonly SimulatedProcess[] _processes;
    private readonly bool _isCluster;
    private readonly int _crowdLimit;
    private readonly InlineJournal _journal;
    private readonly Plant _plant;
    private readonly MatchingModel _model;
    private readonly MatchingModel[] _changes;
    private readonly Dictionary<RecordIdentity, List<SourceRecord?>> _possible = [];
    private readonly List<Exception> _unexpected = [];
    private int _clientsBusy;

    private Schedule(int seed, InlineJournal journal, Plant plant)
    {
        var random = new Random(seed);
        _loop = new SimulatedLoop(random);
        _faults = new Faults(random);
        _world = new SmallWorld(seed, identityCount: random.Next(3, 9));
        _journal = journal;
        _plant = plant;
        _model = seed % 3 == 0 ? OneToOne : RandomModels.Plain;

        // Half of the schedules change the model, some of them more than once. Not where another bug is looked for, which placing everything anew might mend.
        _changes = plant is Plant.None or Plant.ModelNotCompared or Plant.FormerTakenForNew
            ? [.. Enumerable.Range(0, Math.Max(0, random.Next(-3, 4))).Select(_ => RandomModels.Next(random))]
            : [];
        var options = Options(random);

        // In half of them values keep becoming crowded and ceasing to be.
        _crowdLimit = random.Next(2) == 0 ? 2 : CrowdedValues.LimitDefault;

        // A quarter of them begin under an older build, which reads records otherwise; it is killed and this one goes on.
        var isOlder = plant == Plant.FormerKeysKept || (plant == Plant.None && seed % 4 == 1);
        var upgradeAfter = isOlder ? random.Next(1, 600) : 0;

        // In a third of them every key that others have is asked, in a third one that several have, in a third hardly one. Always where a bug of key grains is looked for.
        var isBugOfTwo = plant is Plant.OthersWritesUnseen or Plant.SilentTakenForFresh;
        options.SmallKeyOthersMax = isBugOfTwo || plant == Plant.PredecessorsIgnored ? 0 : SmallKeyOthersMax(seed / 3);

        // In two of five there is a second process on the same journal, with other settings. In half of those the two are a cluster, in the others neither knows of the other; in half each takes up
        // half of what was left. Upgraded one after the other, both builds are there for a while.
        if (isBugOfTwo || (plant == Plant.None && seed % 5 < 2))
        {
            var others = Options(random);
            others.SmallKeyOthersMax = isBugOfTwo ? 0 : SmallKeyOthersMax((seed / 3) + 1);
            _isCluster = plant == Plant.SilentTakenForFresh || (plant == Plant.None && seed / 5 % 2 == 0);
            ISweepShare Share(bool isOdd) => seed % 2 == 0 ? new HalfSweep(isOdd) : WholeSweep.Instance;
            _processes = [new SimulatedProcess(options, upgradeAfter, Share(isOdd: false)), new SimulatedProcess(others, isOlder ? random.Next(1, 600) : 0, Share(isOdd: true))];
        }
        else
        {
            _processes = [new SimulatedProcess(options, upgradeAfter, WholeSweep.Instance)];
        }
    }

    /// <summary>Runs one schedule.</summary>
    /// <returns>Everything that was wrong; empty when nothing was.</returns>
    public static IReadOnlyList<string> Run(int seed, Plant plant = Plant.None)
    {
        // A context of the test runner would take continuations to threads of its own.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            using var core = SqliteJournalCore.OpenInMemory(TimeProvider.System);
            return new Schedule(seed, new InlineJournal(core), plant).Run();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private IReadOnlyList<string> Run()
    {
        Done(_journal.GetOrAddSettingAsync(IndexSettings.KeySecret, new byte[16]).AsTask());
        Done(_journal.GetOrAddSettingAsync(IndexSettings.CrowdLimit, IndexSettings.WriteCrowdLimit(_crowdLimit)).AsTask());
        foreach (var source in SmallWorld.Sources)
        {
            Done(_journal.PutSourceAsync(source).AsTask());
        }

        foreach (var process in _processes)
        {
            Start(process);
        }

        var deeds = _world.Deeds(_loop.Random.Next(4, 30));
        foreach (var lane in deeds.GroupBy(deed => deed.Lane))
        {
            _clientsBusy++;
            _ = ClientAsync([.. lane]);
        }

        if (_changes.Length > 0)
        {
            _clientsBusy++;
            _ = ChangeModelsAsync();
        }

        var findings = new List<string>();
        var quietAfter = _loop.Random.Next(20, 1500);
        while (_clientsBusy > 0 && findings.Count == 0)
        {
            if (_loop.Steps > StepsMax || !_loop.Step())
            {
                findings.Add($"stuck after {_loop.Steps} steps with {_clientsBusy} clients waiting");
            }

            _faults.IsOn &= _loop.Steps < quietAfter;
            if (Array.Find(_processes, process => !process.IsUpgraded && _loop.Steps >= process.UpgradeAfter) is { } outdated)
            {
                Upgrade(outdated);
            }
            else if (_faults.Happens(_faults.Crashes))
            {
                Start(AnyProcess());
            }

            if (_loop.Random.Next(400) == 0)
            {
                findings.AddRange(Done(Checker.CheckSafetyAsync(_world.Identities)));
            }
        }

        if (findings.Count == 0)
        {
            findings.AddRange(ComeToRest());
        }

        findings.AddRange(_unexpected.Select(exception => exception.ToString()));
        return findings;
    }

    private IndexChecker Checker => new(_journal, _journal);

    /// <summary>Faults have stopped: the backlog must go to nothing and everything be as promised.</summary>
    private IReadOnlyList<string> ComeToRest()
    {
        _faults.IsOn = false;
        if (Array.FindAll(_processes, process => !process.IsUpgraded) is { Length: > 0 } outdated)
        {
            Array.ForEach(outdated, Upgrade);
        }
        else if (_loop.Random.Next(2) == 0)
        {
            Start(AnyProcess());
        }

        if (_plant != Plant.NoSweep && Sweep() is { } finding)
        {
            return [finding];
        }

        // Late repeats of calls may still be on their way; they must change nothing either.
        while (_loop.Steps < 3 * StepsMax && _loop.Step())
        {
        }

        return [.. Done(Checker.CheckAsync(_world.Identities)), .. CheckAcknowledged()];
    }

    /// <summary>Every process sweeps until nothing is left: of one at once, of several after some rounds, because each may be in the way of the others.</summary>
    /// <returns>What is wrong; null for nothing.</returns>
    private string? Sweep()
    {
        for (var round = 1; ; round++)
        {
            var sweeps = Array.ConvertAll(_processes, process => process.Index.SweepAsync());
            while (!Array.TrueForAll(sweeps, sweep => sweep.IsCompleted))
            {
                if (_loop.Steps > 2 * StepsMax || !_loop.Step())
                {
                    return "the sweep does not end";
                }
            }

            var failed = sweeps.Sum(Done);
            if (failed == 0 && (_processes.Length == 1 || Done(_journal.ReadStatusAsync().AsTask()) is { Backlog: 0, OlderReadings: 0, FormerRecords: 0 }))
            {
                return null;
            }

            if (round == (_processes.Length == 1 ? 1 : RoundsMax))
            {
                return $"{failed} could not be resolved without any fault in {round} rounds of the sweep";
            }
        }
    }

    /// <summary>Starts a process, for the first time or anew after it was killed, whatever it was about.</summary>
    private void Start(SimulatedProcess process)
    {
        if (process.Number != 0)
        {
            _loop.Crash(process.Number);
        }

        // An older build does not open a store that this one has begun to read, so somebody has to bring this one.
        process.IsUpgraded |= Array.Exists(_processes, other => other.IsUpgraded);
        var number = _loop.Start();
        FaultyJournal journal = _plant == Plant.None ? new FaultyJournal(_journal, _journal, _loop, _faults, number) : new PlantedJournal(_journal, _journal, _loop, _faults, number, _plant);
        var model = Done(_journal.ReadModelAsync(default).AsTask()) is null ? _model : null;
        FaultyHost? host = null;
        var index = Done(CustomerIndex.OpenAsync(
            process.IsUpgraded ? journal : OlderBuild.On(journal), journal, context => host = HostOf(context, number), model, process.Options, ports: process.Ports));
        journal.IsOpening = false;
        process.Started(number, index, host!);
        if (_plant != Plant.NoSweep)
        {
            _ = process.Index.SweepAsync();
        }
    }

    private FaultyHost HostOf(GrainContext context, int number)
    {
        Func<IReadOnlyList<FaultyHost>>? cluster = _isCluster ? () => [.. _processes.Select(process => process.Host).OfType<FaultyHost>()] : null;
        return _plant == Plant.None ? new FaultyHost(context, _loop, _faults, number) { Cluster = cluster } : new PlantedHost(context, _loop, _faults, number, _plant) { Cluster = cluster };
    }

    /// <summary>The process is killed, and the next one is of this build.</summary>
    private void Upgrade(SimulatedProcess process)
    {
        process.IsUpgraded = true;
        Start(process);
    }

    private SimulatedProcess AnyProcess() => _processes.Length == 1 ? _processes[0] : _processes[_loop.Random.Next(_processes.Length)];

    private static IndexOptions Options(Random random) => new()
    {
        CachedRecordsMax = 100,
        HandOversMax = random.Next(1, 6),
        CommitAttemptsMax = random.Next(1, 5),
        EvidenceTogetherMax = random.Next(1, 5),
        HotKeyEntriesMin = random.Next(2) == 0 ? 2 : 1000,
    };

    private static int SmallKeyOthersMax(int choice) => (choice % 3) switch { 0 => 0, 1 => 2, _ => 32 };

    private static void Done(Task task) => task.GetAwaiter().GetResult();

    private static T Done<T>(Task<T> task) =>
        task.IsCompleted ? task.GetAwaiter().GetResult() : throw new InvalidOperationException("Nothing outside the loop may wait.");
}
