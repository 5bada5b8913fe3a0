using System.Buffers.Binary;
using System.Text;

namespace CustomerGrains.Cluster.Tests.Wires;

/// <summary>PostgreSQL's protocol, version 3, as far as it shows where calls begin and what has been committed.</summary>
/// <remarks>
/// That something was committed is told from what the database answers, not from what was asked, so it does not matter how a client commits: an answer that ends with "ready, in no transaction" after a command that
/// wrote, or after COMMIT itself, is that of something durable. Before the answer a COMMIT is known where it is sent by name, alone or among others, prepared or not.
/// </remarks>
internal sealed class DatabaseProtocol(DatabaseStrike strike) : IWireProtocol
{
    private const int SslRequest = 80877103;
    private const int EncryptionRequest = 80877104;

    /// <summary>Prepared statements that are a COMMIT, by name; the unnamed one, too.</summary>
    private readonly HashSet<string> _commits = new(StringComparer.Ordinal);

    private bool _isStarted;
    private volatile bool _isAnsweredByOneByte;
    private bool _isCommitBound;

    /// <summary>Something was written by what is being answered.</summary>
    private bool _hasWritten;

    public int MessageLength(Direction direction, ReadOnlySpan<byte> bytes)
    {
        if (direction == Direction.Back && _isAnsweredByOneByte)
        {
            return bytes.Length == 0 ? 0 : 1;
        }

        // The very first messages of a client have no type.
        var typed = direction == Direction.Back || _isStarted ? 1 : 0;
        return bytes.Length < typed + sizeof(int) ? 0 : typed + BinaryPrimitives.ReadInt32BigEndian(bytes[typed..]);
    }

    public Verdict Read(Direction direction, ReadOnlySpan<byte> message) =>
        direction == Direction.Back ? ReadAnswer(message) : _isStarted ? ReadCall((char)message[0], message[5..]) : ReadStart(message);

    private Verdict ReadStart(ReadOnlySpan<byte> message)
    {
        _isAnsweredByOneByte = message.Length >= 8 && BinaryPrimitives.ReadInt32BigEndian(message[4..]) is SslRequest or EncryptionRequest;
        _isStarted = !_isAnsweredByOneByte;
        return Verdict.Carry;
    }

    private Verdict ReadCall(char type, ReadOnlySpan<byte> body)
    {
        switch (type)
        {
            case 'P':
                var statement = Text(ref body);
                _ = IsCommit(body) ? _commits.Add(statement) : _commits.Remove(statement);
                return Verdict.Carry;
            case 'B':
                Text(ref body);
                _isCommitBound = _commits.Contains(Text(ref body));
                return _isCommitBound && strike.Strikes(DatabaseMoment.BeforeCommit) ? Verdict.Cut : Verdict.Carry;
            case 'E':
                var executed = _isCommitBound;
                _isCommitBound = false;
                return executed && strike.Strikes(DatabaseMoment.DuringCommit) ? Verdict.CarryAndCut : Verdict.Carry;
            case 'Q' when IsCommit(body):
                return strike.Strikes(DatabaseMoment.BeforeCommit) ? Verdict.Cut : strike.Strikes(DatabaseMoment.DuringCommit) ? Verdict.CarryAndCut : Verdict.Carry;
            case 'Q' or 'S':
                return strike.Strikes(DatabaseMoment.BeforeCall) ? Verdict.Cut : Verdict.Carry;
            default:
                return Verdict.Carry;
        }
    }

    private Verdict ReadAnswer(ReadOnlySpan<byte> message)
    {
        if (_isAnsweredByOneByte)
        {
            _isAnsweredByOneByte = false;
            return Verdict.Carry;
        }

        switch ((char)message[0])
        {
            case 'C':
                _hasWritten |= HasWritten(message[5..]);
                break;
            case 'Z':
                var committed = _hasWritten && message[5] == 'I';
                _hasWritten &= message[5] != 'I';
                return committed && strike.Strikes(DatabaseMoment.AfterCommit) ? Verdict.Cut : Verdict.Carry;
        }

        // Kept back until the answer is whole: none of it may arrive when the connection is cut.
        return _hasWritten && strike.IsArmedFor(DatabaseMoment.AfterCommit) ? Verdict.Keep : Verdict.Carry;
    }

    /// <summary>Reads a text that ends with a zero.</summary>
    private static string Text(ref ReadOnlySpan<byte> body)
    {
        var end = body.IndexOf((byte)0);
        var text = Encoding.UTF8.GetString(body[..end]);
        body = body[(end + 1)..];
        return text;
    }

    private static bool IsCommit(ReadOnlySpan<byte> sql) => sql.Length >= 6 && Encoding.ASCII.GetString(sql[..6]).Equals("COMMIT", StringComparison.OrdinalIgnoreCase);

    private static bool HasWritten(ReadOnlySpan<byte> tag) =>
        tag.StartsWith("COMMIT"u8) || tag.StartsWith("INSERT"u8) || tag.StartsWith("UPDATE"u8) || tag.StartsWith("DELETE"u8) || tag.StartsWith("COPY"u8) || tag.StartsWith("MERGE"u8);
}
