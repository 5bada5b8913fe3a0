using System.Security.Cryptography;
using System.Text;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Index;

/// <summary>What a deployment's store remembers about how it was filled.</summary>
public static class IndexSettings
{
    /// <summary>Setting with the secret of blocking keys: made once, <see cref="KeyHasher.SecretLength"/> random bytes.</summary>
    public const string KeySecret = "key-secret";

    /// <summary>Setting with the version of the model that the store's links were made with, in UTF-8.</summary>
    public const string ModelVersion = "model-version";

    /// <summary>Reads the secret of blocking keys, making one on the very first start.</summary>
    public static async ValueTask<KeyHasher> GetKeyHasherAsync(ISourceStore store, CancellationToken cancellationToken = default) =>
        new(await store.GetOrAddSettingAsync(KeySecret, RandomNumberGenerator.GetBytes(KeyHasher.SecretLength), cancellationToken).ConfigureAwait(false));

    /// <summary>Checks that the store was filled under this model.</summary>
    /// <exception cref="InvalidOperationException">It was filled under another version: its links would not fit those made from now on.</exception>
    public static async ValueTask RequireModelAsync(ISourceStore store, MatchingModel model, CancellationToken cancellationToken = default)
    {
        var held = Encoding.UTF8.GetString(await store.GetOrAddSettingAsync(ModelVersion, Encoding.UTF8.GetBytes(model.Version), cancellationToken).ConfigureAwait(false));
        if (held != model.Version)
        {
            throw new InvalidOperationException(
                $"The store was resolved under model '{held}' and cannot be continued under '{model.Version}'. Start with the former model, or import the records into a new data folder.");
        }
    }
}
