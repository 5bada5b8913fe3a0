using Npgsql;

namespace CustomerGrains.Stores.PostgreSql;

/// <summary>Short ways to bind values by place: $1, $2 and so on.</summary>
internal static class Commands
{
    public static NpgsqlBatch Add(this NpgsqlBatch batch, string sql)
    {
        batch.BatchCommands.Add(new NpgsqlBatchCommand(sql));
        return batch;
    }

    /// <summary>Binds a value to the last command added.</summary>
    public static NpgsqlBatch With<T>(this NpgsqlBatch batch, T value)
    {
        batch.BatchCommands[^1].Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return batch;
    }

    public static NpgsqlCommand With<T>(this NpgsqlCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }
}
