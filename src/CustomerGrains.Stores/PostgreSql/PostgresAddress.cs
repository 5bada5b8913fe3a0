using System.Net.Sockets;
using Npgsql;

namespace CustomerGrains.Stores.PostgreSql;

/// <summary>Which database a connection string leads to, in words that may be shown and logged: without the password.</summary>
public sealed record PostgresAddress(string Host, int Port, string Database, string User)
{
    /// <exception cref="ArgumentException">It is no connection string of Npgsql, or names no host or no database. The text does not repeat it: it may hold a password.</exception>
    public static PostgresAddress Parse(string connectionString)
    {
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException)
        {
            throw new ArgumentException("A connection string looks like 'Host=db.example;Port=5432;Database=customergrains;Username=customergrains'; this one cannot be read.");
        }

        return string.IsNullOrEmpty(builder.Host) || string.IsNullOrEmpty(builder.Database)
            ? throw new ArgumentException("The connection string must name a host and a database, e.g. 'Host=db.example;Port=5432;Database=customergrains;Username=customergrains'.")
            : new PostgresAddress(builder.Host, builder.Port, builder.Database, builder.Username ?? "");
    }

    /// <summary>What went wrong at this database, and what to do.</summary>
    /// <returns>Null: it is no fault of the database or the way to it.</returns>
    public string? Explain(Exception fault) => fault switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
            $"{Capital} refuses the user or the password. Give the password in the connection string, in the variable PGPASSWORD or in ~/.pgpass.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => $"There is no {this}: create it first.",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } database => $"{Capital}: the user may not do that ({database.MessageText}).",
        PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown } => $"{Capital} is starting or stopping: try again.",
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => $"{Capital} has no connection left.",
        PostgresException database => $"{Capital} answers {database.SqlState}: {database.MessageText}",
        NpgsqlException { InnerException: SocketException or TimeoutException } unreachable => $"{Capital} does not answer: {unreachable.InnerException!.Message}",
        NpgsqlException or SocketException or TimeoutException => $"{Capital} does not answer: {fault.Message}",
        _ => null,
    };

    /// <inheritdoc/>
    public override string ToString() => $"database '{Database}' on {Host}:{Port}{(User.Length == 0 ? "" : $" as {User}")}";

    private string Capital => $"D{ToString()[1..]}";
}
