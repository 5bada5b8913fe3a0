using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Index;

/// <summary>What a deployment's store remembers about how it was filled.</summary>
public static class IndexSettings
{
    /// <summary>Setting with the secret of blocking keys: made once, <see cref="KeyHasher.SecretLength"/> random bytes.</summary>
    public const string KeySecret = "key-secret";

    /// <summary>Setting with the crowd limit, in digits: fixed when a store is made, because what is crowded is counted as records come. Default: <see cref="CrowdedValues.LimitDefault"/>.</summary>
    public const string CrowdLimit = "crowd-limit";

    /// <summary>Reads the secret of blocking keys, making one on the very first start.</summary>
    public static async ValueTask<KeyHasher> GetKeyHasherAsync(ISourceStore store, CancellationToken cancellationToken = default) =>
        new(await store.GetOrAddSettingAsync(KeySecret, RandomNumberGenerator.GetBytes(KeyHasher.SecretLength), cancellationToken).ConfigureAwait(false));

    /// <summary>Reads the crowd limit, setting it on the very first start.</summary>
    /// <exception cref="InvalidDataException">The setting is no number of records.</exception>
    public static async ValueTask<int> GetCrowdLimitAsync(ISourceStore store, CancellationToken cancellationToken = default) =>
        ReadCrowdLimit(await store.GetOrAddSettingAsync(CrowdLimit, WriteCrowdLimit(CrowdedValues.LimitDefault), cancellationToken).ConfigureAwait(false));

    /// <summary>The setting's bytes.</summary>
    public static byte[] WriteCrowdLimit(int limit) => Encoding.UTF8.GetBytes(limit.ToString(CultureInfo.InvariantCulture));

    /// <summary>The limit that the setting's bytes say.</summary>
    /// <exception cref="InvalidDataException">They are no number of records.</exception>
    public static int ReadCrowdLimit(ReadOnlySpan<byte> setting) => TryReadCrowdLimit(setting, out var limit)
        ? limit
        : throw new InvalidDataException($"The setting '{CrowdLimit}' of the store is no number of records above 1.");

    /// <summary>As <see cref="ReadCrowdLimit"/>; false when the bytes are no number of records.</summary>
    public static bool TryReadCrowdLimit(ReadOnlySpan<byte> setting, out int limit) => int.TryParse(setting, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit > 1;
}
