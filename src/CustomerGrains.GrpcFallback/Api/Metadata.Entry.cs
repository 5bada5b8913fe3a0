using System.Buffers;
using System.Text;

namespace Grpc.Core;

public sealed partial class Metadata
{
    /// <summary>One key with its text or bytes.</summary>
    public class Entry
    {
        private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-.");

        private readonly string? _text;
        private readonly byte[]? _bytes;

        /// <exception cref="ArgumentException">The key has other characters than letters, digits, <c>_ - .</c>, or ends in <c>-bin</c>.</exception>
        public Entry(string key, string value)
        {
            Key = Checked(key);
            ArgumentNullException.ThrowIfNull(value);
            if (IsBinary)
            {
                throw new ArgumentException($"The value of '{Key}' must be bytes, because the key ends in '{BinaryHeaderSuffix}'.", nameof(key));
            }

            if (value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            {
                throw new ArgumentException($"The value of '{Key}' must be printable ASCII; send other text as bytes under a key that ends in '{BinaryHeaderSuffix}'.", nameof(value));
            }

            _text = value;
        }

        /// <exception cref="ArgumentException">The key has other characters than letters, digits, <c>_ - .</c>, or does not end in <c>-bin</c>.</exception>
        public Entry(string key, byte[] valueBytes)
        {
            Key = Checked(key);
            ArgumentNullException.ThrowIfNull(valueBytes);
            if (!IsBinary)
            {
                throw new ArgumentException($"The value of '{Key}' must be text, because the key does not end in '{BinaryHeaderSuffix}'.", nameof(key));
            }

            // A copy: the caller may go on to use its array.
            _bytes = [.. valueBytes];
        }

        /// <summary>An entry as it arrived; the other side may send what could not be made here.</summary>
        private Entry(string key, string? text, byte[]? bytes)
        {
            Key = key;
            _text = text;
            _bytes = bytes;
        }

        /// <summary>The key in lower case.</summary>
        public string Key { get; }

        public bool IsBinary => Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        /// <exception cref="InvalidOperationException">The value is bytes.</exception>
        public string Value => _text ?? throw new InvalidOperationException($"The value of '{Key}' is bytes, not text.");

        /// <summary>A copy of the bytes; of a text, its ASCII bytes.</summary>
        public byte[] ValueBytes => _bytes is null ? Encoding.ASCII.GetBytes(_text!) : [.. _bytes];

        /// <summary>The bytes without a copy, for writing to the wire.</summary>
        internal ReadOnlySpan<byte> ValueSpan => _bytes;

        public override string ToString() => IsBinary
            ? $"[Entry: key={Key}, valueBytes={Convert.ToBase64String(ValueSpan)}]"
            : $"[Entry: key={Key}, value={_text}]";

        internal static Entry Received(string key, string text) => new(key, text, null);

        internal static Entry Received(string key, byte[] bytes) => new(key, null, bytes);

        private static string Checked(string key)
        {
            ArgumentNullException.ThrowIfNull(key);
            var lower = key.ToLowerInvariant();
            if (lower.Length == 0 || lower.AsSpan().ContainsAnyExcept(KeyCharacters))
            {
                throw new ArgumentException($"'{key}' is no metadata key: only letters, digits, '_', '-' and '.' are allowed.", nameof(key));
            }

            return lower;
        }
    }
}
