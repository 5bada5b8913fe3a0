using CustomerGrains.Cli.Commands;
using CustomerGrains.Cli.Showing;

return await CommandLine.RunAsync(args, Terminal.OfProcess()).ConfigureAwait(false);
