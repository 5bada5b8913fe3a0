namespace CustomerGrains.Simulation.Tests;

/// <summary>What goes wrong and how often, in thousandths; drawn anew for each seed so that quiet and rough schedules both occur.</summary>
public sealed class Faults
{
    private readonly Random _random;

    public Faults(Random random)
    {
        _random = random;
        var roughness = random.Next(4);
        LostCalls = Draw(roughness, 60);
        LostReplies = Draw(roughness, 60);
        RepeatedCalls = Draw(roughness, 100);
        DroppedGrains = Draw(roughness, 200);
        DoubledGrains = Draw(roughness, 150);
        FailedBefore = Draw(roughness, 40);
        FailedAfter = Draw(roughness, 60);
        Crashes = Draw(roughness, 4);
    }

    /// <summary>Faults stop when this is cleared; then everything must come to rest.</summary>
    public bool IsOn { get; set; } = true;

    public int LostCalls { get; }

    public int LostReplies { get; }

    public int RepeatedCalls { get; }

    public int DroppedGrains { get; }

    public int DoubledGrains { get; }

    /// <summary>The journal fails before it has done anything.</summary>
    public int FailedBefore { get; }

    /// <summary>The journal has committed and the answer is lost.</summary>
    public int FailedAfter { get; }

    public int Crashes { get; }

    public bool Happens(int thousandths) => IsOn && _random.Next(1000) < thousandths;

    private int Draw(int roughness, int most) => roughness == 0 ? 0 : _random.Next((most * roughness / 3) + 1);
}
