namespace CustomerGrains.Index.Hosting;

/// <summary>Whether the host of the grains can run them now, as far as it knows without asking anybody.</summary>
public interface IHostReadiness
{
    bool IsReady { get; }
}
