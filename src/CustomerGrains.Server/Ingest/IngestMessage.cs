using CustomerGrains.V1;
using Google.Protobuf;
using Grpc.Core;

namespace CustomerGrains.Server.Ingest;

/// <summary>A message of the ingest stream, as far as its bytes could be read.</summary>
/// <param name="Request">The request; with an operation id only when <paramref name="IsMalformed"/>.</param>
/// <param name="Bytes">Length on the wire.</param>
/// <param name="IsMalformed">The bytes are no request, or a text in them is not UTF-8.</param>
internal sealed record IngestMessage(StreamRequest Request, int Bytes, bool IsMalformed)
{
    private const int OperationIdBytesMax = 256;

    /// <summary>Reads a message and never throws, so that one bad message does not end the stream it came on.</summary>
    public static Marshaller<IngestMessage> Marshaller { get; } = Marshallers.Create<IngestMessage>(
        (_, _) => throw new NotSupportedException("The server only reads these."), Read);

    private static IngestMessage Read(DeserializationContext context)
    {
        var bytes = context.PayloadLength;
        try
        {
            return new IngestMessage(StreamRequest.Parser.ParseFrom(context.PayloadAsReadOnlySequence()), bytes, IsMalformed: false);
        }
        catch (InvalidProtocolBufferException)
        {
            return new IngestMessage(new StreamRequest { OperationId = FindOperationId(context.PayloadAsNewBuffer()) }, bytes, IsMalformed: true);
        }
    }

    /// <summary>The operation id of a message that cannot be read as a whole, so that its sender knows which one is meant; empty when it cannot be found.</summary>
    private static string FindOperationId(byte[] message)
    {
        try
        {
            var input = new CodedInputStream(message);
            while (input.ReadTag() is var tag && tag != 0)
            {
                if (tag == WireFormat.MakeTag(StreamRequest.OperationIdFieldNumber, WireFormat.WireType.LengthDelimited))
                {
                    var id = input.ReadString();
                    return id.Length <= OperationIdBytesMax ? id : "";
                }

                input.SkipLastField();
            }
        }
        catch (InvalidProtocolBufferException)
        {
            // Not even that can be read.
        }

        return "";
    }
}
