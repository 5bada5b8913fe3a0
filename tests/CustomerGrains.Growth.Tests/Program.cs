using CustomerGrains.Growth.Tests.Counting;

return GrowthCommand.Run(args);
