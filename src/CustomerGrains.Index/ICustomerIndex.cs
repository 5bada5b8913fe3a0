using CustomerGrains.Index.Journal;
using CustomerGrains.Index.ModelChange;
using CustomerGrains.Index.Sources;
using CustomerGrains.Matching.Explaining;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Index;

/// <summary>The index as its doors see it. Doors translate between their wire form and this, and decide nothing.</summary>
/// <remarks>Expected outcomes are values of the replies. Exceptions: <see cref="InvalidFieldsException"/>, <see cref="RecordTooLargeException"/>,
/// <see cref="UnknownSourceException"/>, <see cref="OverloadedException"/>, <see cref="JournalUnavailableException"/>, <see cref="ServerOutdatedException"/>; anything else is a fault of the index.</remarks>
public interface ICustomerIndex
{
    /// <summary>Takes a record in. Returns when it is durable and resolved.</summary>
    Task<PutReply> PutAsync(PutCommand command, CancellationToken cancellationToken = default);

    /// <summary>Takes a record out. Returns when the delete is durable and resolved.</summary>
    Task<PutReply> DeleteAsync(DeleteCommand command, CancellationToken cancellationToken = default);

    /// <summary>The unified customer, following redirects; null when the id was never issued.</summary>
    Task<CustomerView?> GetAsync(CustomerNo customer, CancellationToken cancellationToken = default);

    /// <summary>The customer of a record; null when the record is not live.</summary>
    Task<CustomerView?> GetByRecordAsync(RecordIdentity record, CancellationToken cancellationToken = default);

    /// <summary>Customers that fit the attributes, most likely first.</summary>
    Task<SearchReply> SearchAsync(SearchQuery query, CancellationToken cancellationToken = default);

    /// <summary>Why two records are, or are not, one customer; null when one of them is not live.</summary>
    Task<ExplainReply?> ExplainRecordsAsync(RecordIdentity a, RecordIdentity b, CancellationToken cancellationToken = default);

    /// <summary>What keeps two customers apart, or that they are one; null when one was never issued.</summary>
    Task<ExplainReply?> ExplainCustomersAsync(CustomerNo a, CustomerNo b, CancellationToken cancellationToken = default);

    /// <summary>How a customer came to be, record by record: a spanning path of its strongest pairs; null when never issued.</summary>
    Task<ExplainReply?> ExplainCustomerAsync(CustomerNo customer, CancellationToken cancellationToken = default);

    /// <summary>Events of a customer after a sequence, oldest first; null when never issued.</summary>
    Task<IReadOnlyList<EventView>?> HistoryAsync(CustomerNo customer, long after, int countMax, CancellationToken cancellationToken = default);

    /// <summary>Possible matches, strongest first. <paramref name="customer"/> none: the whole queue.</summary>
    Task<IReadOnlyList<ReviewView>> ListReviewAsync(CustomerNo customer, Link? after, int countMax, CancellationToken cancellationToken = default);

    /// <summary>Records a decision and returns when it is durable and resolved; null when one of the records was never seen.</summary>
    /// <exception cref="OperationReusedException">The operation id is known of another decision on these records.</exception>
    Task<DecideReply?> DecideAsync(DecideCommand command, CancellationToken cancellationToken = default);

    /// <summary>Registers a source or changes what is said of it.</summary>
    Task RegisterSourceAsync(Source source, CancellationToken cancellationToken = default);

    /// <summary>Sources by name.</summary>
    Task<IReadOnlyList<SourceStatus>> ListSourcesAsync(CancellationToken cancellationToken = default);

    /// <summary>Stores a source's mapping.</summary>
    Task PutMappingAsync(string source, string mappingJson, CancellationToken cancellationToken = default);

    /// <summary>Takes a source's mapping away.</summary>
    /// <returns>One was stored.</returns>
    Task<bool> DeleteMappingAsync(string source, CancellationToken cancellationToken = default);

    /// <summary>A source's mapping, or null.</summary>
    Task<string?> GetMappingAsync(string source, CancellationToken cancellationToken = default);

    /// <summary>How the index is doing.</summary>
    Task<IndexStatus> GetStatusAsync(CancellationToken cancellationToken = default);

    /// <summary>Hot keys, largest first.</summary>
    Task<IReadOnlyList<HotKeyView>> ListHotKeysAsync(int countMax, CancellationToken cancellationToken = default);

    /// <summary>The model in force, and how far the records are placed under it.</summary>
    Task<ModelView> GetModelAsync(CancellationToken cancellationToken = default);

    /// <summary>Models the store is and was under, newest first, without their content.</summary>
    Task<IReadOnlyList<StoredModel>> ListModelsAsync(int countMax, CancellationToken cancellationToken = default);

    /// <summary>Puts the index under another model. Returns when that is durable; the records are placed anew meanwhile, while others flow.</summary>
    Task<ApplyModelReply> ApplyModelAsync(ApplyModelCommand command, CancellationToken cancellationToken = default);

    /// <summary>What another model would make of the customers as they are. Changes nothing, and takes about as long as taking all records in.</summary>
    /// <param name="changesMax">Most changes of each kind to describe.</param>
    /// <param name="report">Called from time to time with what is done and how much there is.</param>
    Task<ModelDiffReport> DiffModelAsync(MatchingModel model, int changesMax, Action<long, long>? report = null, CancellationToken cancellationToken = default);

    /// <summary>Position through which everything accepted is resolved.</summary>
    long ResolvedThrough { get; }
}

/// <summary>A record to take in.</summary>
/// <param name="OperationId">The caller's id for this operation, or null.</param>
/// <param name="SourceVersion">Version the source gives, larger is newer; 0: none.</param>
public sealed record PutCommand(RecordIdentity Identity, SourceRecord Record, long SourceVersion = 0, string? OperationId = null);

/// <summary>A record to take out.</summary>
public sealed record DeleteCommand(RecordIdentity Identity, long SourceVersion = 0, string? OperationId = null);

/// <summary>What became of a record.</summary>
/// <param name="Customer">Customer it belongs to now; none after a delete.</param>
/// <param name="Merged">Customers that went into it with this record, or with others that were resolved together with it.</param>
/// <param name="Split">Customers that records of it, or of the customer that this record left, went into in the same way.</param>
/// <param name="Review">Possible matches of the record.</param>
/// <param name="Position">Position in the order of acceptance.</param>
public sealed record PutReply(
    RecordIdentity Identity,
    AcceptEffect Effect,
    CustomerNo Customer,
    IReadOnlyList<CustomerNo> Merged,
    IReadOnlyList<CustomerNo> Split,
    IReadOnlyList<PutReview> Review,
    long Position);

/// <summary>A possible match of a record just taken in. Weight in hundredths of a bit.</summary>
public sealed record PutReview(RecordIdentity Other, CustomerNo Customer, int Weight);

/// <summary>A value of the unified customer with the records that hold it, the one it was taken from first.</summary>
/// <param name="Attribute">In words, e.g. "birth date".</param>
/// <param name="Preferred">Shown first where an attribute has several.</param>
public sealed record UnifiedValue(string Attribute, string Value, bool Preferred, IReadOnlyList<ValueSource> Sources);

/// <summary>A record that holds a value.</summary>
public sealed record ValueSource(RecordIdentity Record, DateTimeOffset AcceptedAt);

/// <summary>A source record of a customer.</summary>
public sealed record RecordView(RecordIdentity Identity, SourceRecord Record, long SourceVersion, DateTimeOffset AcceptedAt);

/// <summary>The unified customer.</summary>
/// <param name="Redirects">Ids followed to get here when the asked one was superseded, the asked one first and this one last; else empty.</param>
/// <param name="FormerNos">Ids that redirect here.</param>
/// <param name="SplitInto">Customers split off from this one.</param>
/// <param name="ETag">Changes whenever the customer does.</param>
public sealed record CustomerView(
    CustomerNo No,
    CustomerState State,
    RecordType Type,
    string DisplayName,
    IReadOnlyList<UnifiedValue> Values,
    IReadOnlyList<RecordView> Records,
    IReadOnlyList<CustomerNo> FormerNos,
    IReadOnlyList<CustomerNo> SplitInto,
    IReadOnlyList<ReviewView> PossibleMatches,
    IReadOnlyList<CustomerNo> Redirects,
    string ETag);

/// <summary>A possible match between two customers. <paramref name="Link"/> is the pair of records it rests on and the token of its page position.</summary>
public sealed record ReviewView(
    Link Link, RecordIdentity A, CustomerNo CustomerA, string DisplayNameA, RecordIdentity B, CustomerNo CustomerB, string DisplayNameB, string Reason);

/// <summary>What to search for.</summary>
/// <param name="Attributes">What is known, as a record; names may be partial.</param>
/// <param name="Defaults">How to read it.</param>
/// <param name="Text">A line as typed by staff instead of <paramref name="Attributes"/>: a name, a birth date, a postcode, a phone, a customer or record id, in any mix.</param>
/// <param name="Skip">Customers to pass over (pages).</param>
/// <param name="Count">Customers to return, 1 to 100.</param>
public sealed record SearchQuery(SourceRecord? Attributes, SourceDefaults Defaults, string? Text, int Skip, int Count);

/// <summary>Customers found.</summary>
/// <param name="Truncated">More records shared what was asked than are looked through.</param>
public sealed record SearchReply(IReadOnlyList<SearchHit> Hits, bool HasMore, bool Truncated);

/// <summary>How sure a hit is.</summary>
public enum Grade : byte
{
    /// <summary>At or above the link threshold.</summary>
    Certain = 1,

    /// <summary>Between review and link threshold.</summary>
    Possible = 2,

    /// <summary>Below both.</summary>
    Weak = 3,
}

/// <summary>A customer found. Weight in hundredths of a bit, of its best record.</summary>
public sealed record SearchHit(CustomerView Customer, int Weight, Grade Grade, string Reason, RecordIdentity BestRecord);

/// <summary>What is to be said of some pairs.</summary>
public sealed record ExplainReply(string Summary, IReadOnlyList<ExplainedPair> Pairs, string ModelVersion, int LinkThreshold, int ReviewThreshold)
{
    /// <summary>Of one customer: the record it starts from; null of pairs, and of components too large to be made step by step.</summary>
    public RecordIdentity? Start { get; init; }

    /// <summary>Of one customer: how its records joined, in the order they did.</summary>
    public IReadOnlyList<ExplainedStep> Steps { get; init; } = [];

    /// <summary>Of one customer: the customers that its records are connected with and that are kept apart. Of two: what keeps them apart.</summary>
    public IReadOnlyList<ExplainedApart> Apart { get; init; } = [];
}

/// <summary>Records that joined others, and by what.</summary>
/// <param name="Into">Records already together.</param>
/// <param name="Joined">Records that join them.</param>
/// <param name="Pair">The pair that joins the two.</param>
/// <param name="Average">Evidence per pair between the two, in hundredths of a bit.</param>
/// <param name="Reason">What joined them.</param>
/// <param name="Decision">The decision that did; null where the evidence did.</param>
public sealed record ExplainedStep(
    IReadOnlyList<RecordIdentity> Into, IReadOnlyList<RecordIdentity> Joined, ExplainedPair Pair, int Average, JoinReason Reason, JournalAssertion? Decision);

/// <summary>A customer that is kept apart, and why.</summary>
/// <param name="Customer">The other customer.</param>
/// <param name="Records">Its records, where they are of the same component.</param>
/// <param name="Pair">The strongest pair of the two.</param>
/// <param name="Kind">What keeps them apart.</param>
/// <param name="Reason">In words, with the records that tell.</param>
/// <param name="Against">The pair that keeps them apart; null where it is the strongest one, or no pair does.</param>
/// <param name="InReview">A pair of the two waits for a person.</param>
public sealed record ExplainedApart(
    CustomerNo Customer, IReadOnlyList<RecordIdentity> Records, ExplainedPair Pair, ApartReason Kind, string Reason, ExplainedPair? Against, bool InReview);

/// <summary>A pair and why. <paramref name="Summary"/> is its sentence, which of two records that are apart also says what is missing; <paramref name="Assertion"/> is the human decision on it, or null.</summary>
public sealed record ExplainedPair(RecordIdentity A, RecordIdentity B, PairExplanation Explanation, string Summary, IReadOnlyList<string> SharedSchemes, JournalAssertion? Assertion);

/// <summary>An event with identities instead of numbers.</summary>
public sealed record EventView(
    long Sequence, DateTimeOffset At, EventKind Kind, CustomerNo Customer,
    IReadOnlyList<RecordIdentity> Added, IReadOnlyList<RecordIdentity> Removed, IReadOnlyList<RecordIdentity> Updated, IReadOnlyList<CustomerNo> Others);

/// <summary>A person's decision.</summary>
public sealed record DecideCommand(RecordIdentity A, RecordIdentity B, AssertionDecision Decision, string DecidedBy, string Reason, string? OperationId = null);

/// <summary>Customers of the two records after a decision.</summary>
public sealed record DecideReply(CustomerNo CustomerA, CustomerNo CustomerB, DateTimeOffset DecidedAt);

/// <summary>The model in force.</summary>
/// <param name="RecordsLeft">Records that are still placed under a former model.</param>
public sealed record ModelView(StoredModel Stored, MatchingModel Model, long RecordsLeft);

/// <summary>A model to put the index under.</summary>
/// <param name="AppliedBy">Who does it.</param>
/// <param name="Reason">Why, in their words; may be empty.</param>
/// <param name="Expected">The model that must be in force; none: whichever is.</param>
public sealed record ApplyModelCommand(MatchingModel Model, string AppliedBy, string Reason, ModelNo Expected = default);

/// <summary>What became of an <see cref="ApplyModelCommand"/>, and the model in force afterwards.</summary>
public sealed record ApplyModelReply(PutModelOutcome Outcome, ModelView InForce);

/// <summary>How the index is doing.</summary>
/// <param name="Backlog">Records and people's decisions that are durable and not yet resolved, and records that are yet to be read anew after an upgrade.</param>
public sealed record IndexStatus(JournalStatus Journal, long Backlog, string ModelVersion, DateTimeOffset StartedAt);

/// <summary>A hot key for staff to see.</summary>
/// <param name="Token">Names the key and says nothing.</param>
/// <param name="Scheme">In words, e.g. "phone".</param>
/// <param name="Since">When it passed the size from which keys are hot.</param>
public sealed record HotKeyView(string Token, string Scheme, int Records, DateTimeOffset Since, HotKeyEffect Effect);

/// <summary>What becomes of a hot key's records.</summary>
public enum HotKeyEffect : byte
{
    /// <summary>The value says nothing while so many records share it: they are matched as if they had not given it.</summary>
    Crowded = 1,

    /// <summary>The value brings nobody together while so many records share it; between records that meet by something else it counts.</summary>
    CrowdedKey = 4,

    /// <summary>They are compared only with those that share a second trait; no pair is missed.</summary>
    Split = 2,

    /// <summary>Each is compared with all others, which costs their square.</summary>
    Whole = 3,
}

/// <summary>The record names a source that is not registered.</summary>
public sealed class UnknownSourceException(string source) : Exception($"Source '{source}' is not registered.")
{
    public string UnknownSource { get; } = source;
}

/// <summary>The operation id is known of another decision on the same two records. Nothing was changed.</summary>
public sealed class OperationReusedException() : Exception("The operation id was used on these records for another decision.");

/// <summary>More work waits than may wait.</summary>
public sealed class OverloadedException(TimeSpan retryAfter) : Exception("More work is waiting than may wait.")
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}

/// <summary>All records of the store were read anew by a later version of the program, and this one would read them otherwise. Nothing was written; a server of the later version takes the record.</summary>
public sealed class ServerOutdatedException() : Exception("A later version of the program reads this index's records now, and this server would read them otherwise; send to a server of the later version.");

/// <summary>The journal does not answer. What was under way has an unknown outcome and may be sent again.</summary>
public sealed class JournalUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
