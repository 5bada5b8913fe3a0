using CustomerGrains.Cluster.Tests.Running;

return await RunCommand.RunAsync(args);
