namespace CustomerGrains.Cluster.Tests.Deployments;

/// <summary>The database server of a deployment, to be stopped and killed.</summary>
internal interface IDatabase
{
    /// <summary>Tells it to stop at once, which breaks its connections.</summary>
    Task StopAsync();

    /// <summary>SIGKILL to all its processes.</summary>
    Task KillAsync();

    /// <summary>Starts it again and waits until it takes connections.</summary>
    Task StartAsync();
}
