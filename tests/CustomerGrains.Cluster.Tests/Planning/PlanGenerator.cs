namespace CustomerGrains.Cluster.Tests.Planning;

/// <summary>Makes plans.</summary>
internal static class PlanGenerator
{
    private static readonly int[] CrowdLimits = [6, 10, 25];

    /// <summary>The plan of a seed.</summary>
    public static Plan Make(int seed, PlanShape shape)
    {
        var random = new Random(seed);
        var clients = random.Next(2, 5);
        FaultKind[] kinds = [.. shape.KindsAlways];
        var count = Math.Max(kinds.Length, random.Next(shape.Faults.Min, shape.Faults.Max + 1));
        kinds = [.. kinds, .. Enumerable.Range(0, count - kinds.Length).Select(_ => shape.Kinds[random.Next(shape.Kinds.Count)])];
        random.Shuffle(kinds);
        var crowdLimit = CrowdLimits[random.Next(CrowdLimits.Length)];
        var operations = new OperationStream(random, clients).Make(shape.OperationsPerPhase * (kinds.Length + 1));
        var phases = new List<Phase>();
        for (var place = 0; place <= kinds.Length; place++)
        {
            var part = operations.Skip(place * shape.OperationsPerPhase).Take(shape.OperationsPerPhase).ToArray();
            var fault = place < kinds.Length ? Draw(kinds[place], random, shape, part.Length) : null;
            phases.Add(new Phase(part, fault, IsAwaited: place == kinds.Length - 1 || random.Next(4) > 0));
        }

        return new Plan(seed, clients, crowdLimit, phases);
    }

    private static Fault Draw(FaultKind kind, Random random, PlanShape shape, int operations)
    {
        var strikes = random.Next(operations / 2);
        return new Fault
        {
            Kind = kind,
            Server = random.Next(shape.Servers),
            StrikesAfter = strikes,
            EndsAfter = random.Next(1, operations - strikes),
            Lasts = kind switch
            {
                FaultKind.Pause or FaultKind.CutNetwork or FaultKind.CutNetworkOneWay => random.Next(4) == 0 ? Between(shape.LongPauses.Min, shape.LongPauses.Max, random) : Between(shape.Pauses.Min, shape.Pauses.Max, random),
                FaultKind.LoseAnswers or FaultKind.LoseCalls or FaultKind.LoseReplies or FaultKind.DelayDatabase => Between(TimeSpan.FromSeconds(0.2), shape.Pauses.Max, random),
                _ => Between(TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(1), random),
            },
            Count = kind switch
            {
                FaultKind.CutAtCall => random.Next(1, 41),
                FaultKind.CutBeforeCommit or FaultKind.CutDuringCommit or FaultKind.CutAfterCommit => random.Next(1, 4),
                _ => 1,
            },
        };
    }

    private static TimeSpan Between(TimeSpan min, TimeSpan max, Random random) => min + ((max - min) * random.NextDouble());
}
