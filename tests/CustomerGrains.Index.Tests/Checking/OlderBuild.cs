using System.Reflection;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;

namespace CustomerGrains.Index.Tests.Checking;

/// <summary>A real journal as a build of before the present version of reading uses it: of every record it sees neither birth dates nor e-mail addresses, so it keeps other features and has no keys of them.</summary>
public class OlderBuild : DispatchProxy
{
    /// <summary>What it reads by.</summary>
    public const int Version = RecordReading.Version - 1;

    private static readonly KeyHasher Hasher = new(new byte[16]);

    private IJournal _journal = null!;

    public static IJournal On(IJournal journal)
    {
        var proxy = Create<IJournal, OlderBuild>();
        ((OlderBuild)(object)proxy)._journal = journal;
        return proxy;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        switch (targetMethod!.Name)
        {
            case nameof(IJournal.AcceptAsync) when args![0] is AcceptRequest { IsDelete: false } request:
                return new ValueTask<AcceptReply>(AcceptAsync(AsRead(request), (CancellationToken)args[1]!));
            case nameof(IJournal.BeginReadingAsync):
                args![0] = Version;
                break;
        }

        return targetMethod.Invoke(_journal, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null);
    }

    /// <summary>The index around this journal has read the record by the present version, so it is told to resolve what is held.</summary>
    private async Task<AcceptReply> AcceptAsync(AcceptRequest request, CancellationToken cancellationToken) => await _journal.AcceptAsync(request, cancellationToken) with { IsReadOtherwise = true };

    private static AcceptRequest AsRead(AcceptRequest request)
    {
        var read = FeaturesCodec.Decode(request.Features);
        var features = new RecordFeatures { Type = read.Type, Names = read.Names, Addresses = read.Addresses, Phones = read.Phones, Identifiers = read.Identifiers };
        return request with { Features = FeaturesCodec.Encode(features), Keys = BlockingSchemes.Derive(features, Hasher), ReadingVersion = Version };
    }
}
