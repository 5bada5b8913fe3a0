using System.Security.Cryptography;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Index;

/// <summary>What a deployment's store remembers about how it was filled.</summary>
public static class IndexSettings
{
    /// <summary>Setting with the secret of blocking keys: made once, <see cref="KeyHasher.SecretLength"/> random bytes.</summary>
    public const string KeySecret = "key-secret";

    /// <summary>Reads the secret of blocking keys, making one on the very first start.</summary>
    public static async ValueTask<KeyHasher> GetKeyHasherAsync(ISourceStore store, CancellationToken cancellationToken = default) =>
        new(await store.GetOrAddSettingAsync(KeySecret, RandomNumberGenerator.GetBytes(KeyHasher.SecretLength), cancellationToken).ConfigureAwait(false));
}
