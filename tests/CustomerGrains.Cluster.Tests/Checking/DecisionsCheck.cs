using System.Text;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Stores.Verifying;

namespace CustomerGrains.Cluster.Tests.Checking;

/// <summary>Every decision that was acknowledged is in the audit, once; the newest on its pair is the one acknowledged last or one of unknown outcome.</summary>
internal static class DecisionsCheck
{
    private const string Name = "decisions";

    public static IEnumerable<StoreFinding> Run(Heard heard, HeldStore held)
    {
        if (held.Secret.Length != KeyHasher.SecretLength)
        {
            yield break;
        }

        var hasher = new KeyHasher(held.Secret);
        var rows = held.Decisions.ToLookup(row => string.CompareOrdinal(row.A, row.B) < 0 ? (row.A, row.B) : (row.B, row.A));
        foreach (var pair in heard.OfPairs)
        {
            HeldDecision[] found = [.. rows[pair.Key]];
            foreach (var decision in pair)
            {
                var operation = hasher.Hash(Encoding.UTF8.GetBytes(decision.First.OperationId)) | 1;
                var count = found.Count(row => row.Operation == operation);
                if (count > 1)
                {
                    yield return new StoreFinding(Name, $"Decision {decision.First.OperationId} on {pair.Key} is there {count} times.");
                }

                if (decision.IsAcknowledged && count == 0)
                {
                    yield return new StoreFinding(Name, $"Decision {decision.First.OperationId} on {pair.Key} was acknowledged, but is not there.");
                }

                if (decision.IsRefused && count > 0)
                {
                    yield return new StoreFinding(Name, $"Decision {decision.First.OperationId} on {pair.Key} was refused, but is there.");
                }
            }

            var possible = Possible([.. pair]);
            var newest = found.SingleOrDefault(row => row.IsNewest) is { } row ? $"{(AssertionDecision)row.Decision}" : null;
            if (!possible.Contains(newest))
            {
                yield return new StoreFinding(Name, $"The newest decision on {pair.Key} is {newest ?? "none"}, but can only be {string.Join(" or ", possible.Select(one => one ?? "none"))}.");
            }
        }
    }

    private static string?[] Possible(HeardOperation[] decisions)
    {
        // In the order of sending: one client sent them all, each after the answer to the one before.
        var last = decisions.Where(decision => decision.IsAcknowledged).MaxBy(decision => decision.First.Since)?.First.Decision;
        return [last, .. decisions.Where(decision => decision.IsUnknown).Select(decision => decision.First.Decision)];
    }
}
