using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CustomerGrains.Index.Journal;
using CustomerGrains.Server.Errors;
using Google.Protobuf;
using Grpc.Core;

namespace CustomerGrains.Server.Paging;

/// <summary>Makes and reads page tokens: opaque, bound to the request they continue, and signed so that one made up or changed is refused.</summary>
/// <remarks>The key is a setting of the deployment, so tokens outlive a restart.</remarks>
internal sealed class PageTokens(ISourceStore store)
{
    private const string Setting = "page-token-key";
    private const string TokenField = "page_token";
    private const string SizeField = "page_size";
    private const int SignatureBytes = 16;

    private byte[]? _key;

    /// <summary>A token for the page after a position.</summary>
    /// <param name="cursor">Where the page ends, in a form the service reads again.</param>
    public async ValueTask<string> IssueAsync<TRequest>(TRequest request, string cursor, CancellationToken cancellationToken)
        where TRequest : class, IMessage<TRequest>, IDeepCloneable<TRequest>
    {
        var signature = Sign(await KeyAsync(cancellationToken).ConfigureAwait(false), request, cursor);
        return Base64Url.EncodeToString([.. signature, .. Encoding.UTF8.GetBytes(cursor)]);
    }

    /// <summary>The position a token stands for; null for the first page.</summary>
    /// <exception cref="RpcException">The token was not issued for this request.</exception>
    public async ValueTask<string?> ReadAsync<TRequest>(TRequest request, CancellationToken cancellationToken)
        where TRequest : class, IMessage<TRequest>, IDeepCloneable<TRequest>
    {
        var token = (string)request.Descriptor.FindFieldByName(TokenField).Accessor.GetValue(request);
        if (token.Length == 0)
        {
            return null;
        }

        var key = await KeyAsync(cancellationToken).ConfigureAwait(false);
        if (TryDecode(token) is { Length: > SignatureBytes } bytes)
        {
            var cursor = Encoding.UTF8.GetString(bytes.AsSpan(SignatureBytes));
            if (CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, SignatureBytes), Sign(key, request, cursor)))
            {
                return cursor;
            }
        }

        throw ApiErrors.Exception(ApiErrors.InvalidPageToken());
    }

    private static byte[] Sign<TRequest>(byte[] key, TRequest request, string cursor)
        where TRequest : class, IMessage<TRequest>, IDeepCloneable<TRequest>
    {
        // The page's size may change from page to page; what is asked for may not.
        var asked = request.Clone();
        asked.Descriptor.FindFieldByName(TokenField).Accessor.Clear(asked);
        asked.Descriptor.FindFieldByName(SizeField).Accessor.Clear(asked);
        byte[] signed = [.. Encoding.UTF8.GetBytes(asked.Descriptor.FullName), 0, .. SHA256.HashData(asked.ToByteArray()), .. Encoding.UTF8.GetBytes(cursor)];
        return HMACSHA256.HashData(key, signed)[..SignatureBytes];
    }

    private static byte[]? TryDecode(string token)
    {
        try
        {
            return Base64Url.DecodeFromChars(token);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private async ValueTask<byte[]> KeyAsync(CancellationToken cancellationToken) =>
        _key ??= await store.GetOrAddSettingAsync(Setting, RandomNumberGenerator.GetBytes(32), cancellationToken).ConfigureAwait(false);
}

/// <summary>Sizes of pages.</summary>
internal static class PageSize
{
    /// <summary>The size asked for: the default when 0, at most the most.</summary>
    /// <exception cref="RpcException">It is negative.</exception>
    public static int Of(int asked, int byDefault, int most) => asked switch
    {
        < 0 => throw ApiErrors.Exception(ApiErrors.InvalidField("page_size", "must not be negative.")),
        0 => byDefault,
        _ => Math.Min(asked, most),
    };
}
