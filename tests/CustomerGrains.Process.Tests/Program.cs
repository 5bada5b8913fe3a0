using CustomerGrains.Process.Tests.Killing;

// Started by the tests as a process of its own.
return args is ["append", var folder, var count, var first, var end] ? await Appender.RunAsync(folder, count, first, end) : 2;
