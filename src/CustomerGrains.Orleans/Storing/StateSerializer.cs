using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Storage;

namespace CustomerGrains.Orleans.Storing;

/// <summary>The form in which grain storage keeps the states of grains: JSON, names in camel case, names of enumerated values as texts.</summary>
/// <remarks>Names of properties are the stored schema; the ids that protect what travels between silos protect nothing here. A property that is not known is ignored, one that is missing has its default, so
/// states may only be added to. Set explicitly, because what Orleans uses when nothing is set may change.</remarks>
public sealed class StateSerializer : IGrainStorageSerializer
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        NumberHandling = JsonNumberHandling.Strict,
        WriteIndented = false,
    };

    /// <inheritdoc/>
    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input, Form));

    /// <inheritdoc/>
    public T Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize<T>(input.ToMemory().Span, Form)!;
}
