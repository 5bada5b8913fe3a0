namespace CustomerGrains.Client;

/// <summary>How an <see cref="IngestStream"/> sends.</summary>
public sealed class IngestStreamOptions
{
    /// <summary>Records sent and not acknowledged; one more waits. With <see cref="KeepAcknowledgements"/>, acknowledgements that were not read count, too. Default: 512.</summary>
    public int InFlightMax { get; set; } = 512;

    /// <summary>How long the stream keeps trying to reconnect without any acknowledgement before it gives up. Default: 2 minutes.</summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Times one record is sent again when the index is overloaded or its store is away, before that is its acknowledgement. Default: 30, with the default pauses some two minutes: a database has
    /// been restarted or has failed over by then.</summary>
    public int RecordAttemptsMax { get; set; } = 30;

    /// <summary>Called for every record once the index has answered it, in the order of the answers, one at a time. Keep it short: the next answers wait. Default: none.</summary>
    public Action<IngestAcknowledgement>? Acknowledged { get; set; }

    /// <summary>
    /// Acknowledgements are kept until they are read with <see cref="IngestStream.ReadAcknowledgementsAsync"/>. Whoever sets this must read while sending: a record holds its place of
    /// <see cref="InFlightMax"/> until its acknowledgement is read, so that never more of them are kept. Default: false.
    /// </summary>
    public bool KeepAcknowledgements { get; set; }

    /// <summary>Called whenever the connection broke and the stream is about to connect again. Default: none.</summary>
    public Action<CustomerGrainsException>? Reconnecting { get; set; }

    /// <exception cref="ArgumentException">A value makes no sense; the message names it.</exception>
    public void Validate()
    {
        if (InFlightMax < 1 || RecordAttemptsMax < 1 || GiveUpAfter <= TimeSpan.Zero)
        {
            throw new ArgumentException($"{nameof(InFlightMax)} and {nameof(RecordAttemptsMax)} must be at least 1, {nameof(GiveUpAfter)} longer than zero.");
        }
    }
}
