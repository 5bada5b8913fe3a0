using System.Buffers.Binary;
using System.Text;

namespace CustomerGrains.Cluster.Tests.Wires;

/// <summary>PostgreSQL's protocol, version 3, as far as it shows where calls begin and what has been committed.</summary>
/// <remarks>
/// A COMMIT is told from what the database answers, not from what was asked, so it does not matter how a client commits: an answer that ends with "ready, in no transaction" after a command that wrote, or after
/// COMMIT itself, is that of something durable. Before the answer, a COMMIT is known where it is sent by name; a single statement that commits by itself is known to commit only afterwards.
/// </remarks>
internal sealed class DatabaseProtocol(DatabaseStrike strike) : IWireProtocol
{
    private const int SslRequest = 80877103;
    private const int EncryptionRequest = 80877104;

    private bool _isStarted;
    private volatile bool _isAnsweredByOneByte;

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

    public Verdict Read(Direction direction, ReadOnlySpan<byte> message) => direction == Direction.There ? ReadCall(message) : ReadAnswer(message);

    private Verdict ReadCall(ReadOnlySpan<byte> message)
    {
        if (!_isStarted)
        {
            var code = message.Length >= 8 ? BinaryPrimitives.ReadInt32BigEndian(message[4..]) : 0;
            _isAnsweredByOneByte = code is SslRequest or EncryptionRequest;
            _isStarted = !_isAnsweredByOneByte;
            return Verdict.Carry;
        }

        var type = (char)message[0];
        var commits = (type == 'Q' && IsCommit(message[5..])) || (type == 'P' && IsCommit(message[(6 + message[5..].IndexOf((byte)0))..]));
        if (commits)
        {
            return strike.Strikes(DatabaseMoment.BeforeCommit) ? Verdict.Cut
                : strike.Strikes(DatabaseMoment.DuringCommit) ? Verdict.CarryAndCut
                : Verdict.Carry;
        }

        return type is 'Q' or 'S' && strike.Strikes(DatabaseMoment.BeforeCall) ? Verdict.Cut : Verdict.Carry;
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

    private static bool IsCommit(ReadOnlySpan<byte> sql) => sql.Length >= 6 && Encoding.ASCII.GetString(sql[..6]).Equals("COMMIT", StringComparison.OrdinalIgnoreCase);

    private static bool HasWritten(ReadOnlySpan<byte> tag) =>
        tag.StartsWith("COMMIT"u8) || tag.StartsWith("INSERT"u8) || tag.StartsWith("UPDATE"u8) || tag.StartsWith("DELETE"u8) || tag.StartsWith("COPY"u8) || tag.StartsWith("MERGE"u8);
}
