using CustomerGrains.Cluster.Tests.Running;

return await Command.RunAsync(args);
