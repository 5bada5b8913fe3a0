using CustomerGrains.Server;

try
{
    await using var host = ServerHost.Build(args);
    await host.StartAsync();
    Console.WriteLine($"gRPC on {host.GrpcAddress}, staff pages and JSON on {host.HttpAddress}");
    await host.WaitForShutdownAsync();
    return 0;
}
catch (Exception e) when (e is ServerOptionsException or IOException or CustomerGrains.Stores.Sqlite.DataFolderInUseException or CustomerGrains.Stores.StoreFormatException or CustomerGrains.Index.JournalUnavailableException or CustomerGrains.Index.ModelChange.ModelMismatchException or CustomerGrains.Index.ReadingChange.NewerReadingException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
