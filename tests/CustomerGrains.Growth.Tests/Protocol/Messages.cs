using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Growth.Tests.Protocol;

/// <summary>What one partition tells another. Each is written to the sender's outbox in the transaction it comes from, and applied once by the receiver however often it arrives, in any order.</summary>
internal abstract record Message;

/// <summary>Home to a partition of keys: these are all the keys in your range that the record has at this revision.</summary>
/// <param name="ValueKeys">Those of them that are one value by itself.</param>
internal sealed record FileKeys(int Record, int Revision, BlockingKey[] Keys, BlockingKey[] ValueKeys) : Message;

/// <summary>The answer: who else has one of them, and which of its values are crowded.</summary>
/// <param name="KeysShared">How many of the keys others have.</param>
internal sealed record Filed(int Record, int Revision, int KeyPartition, int KeysShared, int[] Others, CrowdState[] Crowds) : Message;

/// <summary>Partition of a key to the home of a record that has it: it is crowded now, or no longer.</summary>
internal sealed record CrowdChanged(int Record, CrowdState State) : Message;

/// <summary>Home to home: what are these records at present?</summary>
internal sealed record ReadEntries(int Record, int Revision, int Asking, int[] Others) : Message;

/// <summary>The answer.</summary>
internal sealed record EntriesRead(int Record, int Revision, int Answering, Entry[] Entries) : Message;

/// <summary>To whoever has a record's token, by way of its home and of everybody who has passed it on.</summary>
/// <param name="HopMin">The token is at the receiver, or has been there, or is on its way there, with so many hops or more.</param>
internal abstract record ToHolder(int Record, int HopMin) : Message;

/// <summary>A revision is probed; these are all its links with records that were filed before it.</summary>
internal sealed record Probed(Entry Entry, Link[] Links, int HopMin = 0) : ToHolder(Entry.Record, HopMin);

/// <summary>A person decided on the record and another.</summary>
internal sealed record Decided(int Record, Decision Decision, int HopMin = 0) : ToHolder(Record, HopMin);

/// <summary>A tie leads from my component to your record. The component with the larger owner moves.</summary>
/// <param name="Owner">Smallest record of the sender's component.</param>
/// <param name="At">Where it is.</param>
internal sealed record Meet(int Record, Tie Tie, int Owner, int At, int HopMin = 0) : ToHolder(Record, HopMin);

/// <summary>Tokens change hands, with every tie of their records.</summary>
internal sealed record Transfer(Token[] Tokens, Tie[] Ties) : Message;

/// <summary>To a record's home: which customer it is in, and where its token is.</summary>
internal sealed record Placed(int Record, int Sequence, int Cluster, int Holder, int Hop) : Message;
