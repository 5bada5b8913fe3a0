using System.Buffers.Binary;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CustomerGrains.Stores.Sqlite;

/// <summary>A prepared statement that is kept for the life of its connection.</summary>
/// <remarks>Bound in order with <c>With</c>, stepped, and reset by <see cref="Dispose"/> at the end of a use. It stands below ADO.NET because a command and a
/// reader for every statement would cost more than the statement itself.</remarks>
internal sealed class Statement : IDisposable
{
    // Strict: a string that is not well-formed UTF-16 must fail rather than be stored as another one.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private int _bound;

    public Statement(sqlite3 connection, string sql)
    {
        _connection = connection;
        Sql = sql;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement), connection);
    }

    public string Sql { get; }

    public Statement With(long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, ++_bound, value));
        return this;
    }

    public Statement With(bool value) => With(value ? 1L : 0L);

    /// <summary>A hash: sixteen bytes, little-endian.</summary>
    public Statement With(UInt128 hash)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, hash);
        return With(bytes);
    }

    public Statement With(ReadOnlySpan<byte> value)
    {
        // An empty span has no address, which SQLite would read as NULL.
        Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, ++_bound, 0) : raw.sqlite3_bind_blob(_statement, ++_bound, value));
        return this;
    }

    public Statement With(string value)
    {
        if (value.Length <= 256)
        {
            Span<byte> buffer = stackalloc byte[(value.Length * 3) + 1];
            var length = Utf8.GetBytes(value, buffer);
            buffer[length] = 0;
            return WithUtf8(buffer[..length], buffer[..(length + 1)]);
        }

        var bytes = Utf8.GetBytes(value);
        return WithUtf8(bytes, bytes);
    }

    /// <summary>Runs to the next row.</summary>
    /// <returns>False when there is none left.</returns>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        if (result != raw.SQLITE_DONE)
        {
            var error = ErrorOf(result);
            Reset();
            throw error;
        }

        return false;
    }

    /// <summary>Runs a statement that returns no rows.</summary>
    public void Run()
    {
        while (Step())
        {
        }

        Reset();
    }

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    public int Int32(int column) => raw.sqlite3_column_int(_statement, column);

    public bool Boolean(int column) => raw.sqlite3_column_int64(_statement, column) != 0;

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    /// <summary>Bytes of a column, valid until the next step.</summary>
    public ReadOnlySpan<byte> Span(int column) => raw.sqlite3_column_blob(_statement, column);

    public byte[] Blob(int column) => Span(column).ToArray();

    public string Text(int column) => Encoding.UTF8.GetString(Span(column));

    public void Reset()
    {
        _ = raw.sqlite3_reset(_statement);
        if (_bound > 0)
        {
            // Frees the copies of bound content, which may be large.
            _ = raw.sqlite3_clear_bindings(_statement);
            _bound = 0;
        }
    }

    /// <summary>Ends a use; the statement can be used again.</summary>
    public void Dispose() => Reset();

    public void Close() => _statement.Dispose();

    private Statement WithUtf8(ReadOnlySpan<byte> text, ReadOnlySpan<byte> addressable)
    {
        // The empty text, too, needs an address or it would be NULL.
        Check(text.IsEmpty ? raw.sqlite3_bind_text(_statement, ++_bound, "") : raw.sqlite3_bind_text(_statement, ++_bound, addressable[..text.Length]));
        return this;
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw ErrorOf(result);
        }
    }

    private SqliteException ErrorOf(int result) =>
        new($"SQLite error {result}: {raw.sqlite3_errmsg(_connection).utf8_to_string()}", result & 0xff, raw.sqlite3_extended_errcode(_connection));
}
