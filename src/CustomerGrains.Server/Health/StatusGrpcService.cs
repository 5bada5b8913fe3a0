using System.Globalization;
using System.Reflection;
using CustomerGrains.Index;
using CustomerGrains.Server.Binding;
using CustomerGrains.Server.Paging;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CustomerGrains.Server.Health;

/// <summary>How the index is doing.</summary>
[BindServiceMethod(typeof(StatusGrpcService), nameof(BindService))]
internal class StatusGrpcService(ICustomerIndex index, PageTokens tokens)
{
    private const int SizeDefault = 50;
    private const int SizeMax = 500;

    private static readonly Assembly Product = typeof(StatusGrpcService).Assembly;
    private static readonly string Version = (Product.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0").Split('+')[0];
    private static readonly string Build = Product.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(metadata => metadata.Key == "BuildKind")?.Value ?? "";

    public static void BindService(ServiceBinderBase binder, StatusGrpcService? service)
    {
        var descriptor = StatusService.Descriptor;
        binder.AddMethod(ServiceMethods.Unary<GetStatusRequest, GetStatusResponse>(descriptor, nameof(GetStatus)), service is null ? null : new UnaryServerMethod<GetStatusRequest, GetStatusResponse>(service.GetStatus));
        binder.AddMethod(ServiceMethods.Unary<ListHotKeysRequest, ListHotKeysResponse>(descriptor, nameof(ListHotKeys)), service is null ? null : new UnaryServerMethod<ListHotKeysRequest, ListHotKeysResponse>(service.ListHotKeys));
    }

    public virtual async Task<GetStatusResponse> GetStatus(GetStatusRequest request, ServerCallContext context)
    {
        var status = await index.GetStatusAsync(context.CancellationToken).ConfigureAwait(false);
        return new GetStatusResponse
        {
            Version = Version,
            Build = Build,
            ModelVersion = status.ModelVersion,
            Records = status.Journal.LiveRecords,
            Customers = status.Journal.LiveCustomers,
            ReviewPairs = status.Journal.ReviewPairs,
            Backlog = status.Backlog,
            ResolvedThrough = status.Journal.ResolvedThrough,
            LastEventSequence = status.Journal.LastEvent,
            ModelRecordsLeft = status.Journal.FormerRecords,
            ReadingRecordsLeft = status.Journal.OlderReadings,
            StartedAt = Timestamp.FromDateTimeOffset(status.StartedAt),
        };
    }

    public virtual async Task<ListHotKeysResponse> ListHotKeys(ListHotKeysRequest request, ServerCallContext context)
    {
        var size = PageSize.Of(request.PageSize, SizeDefault, SizeMax);
        var skip = await tokens.ReadAsync(request, context.CancellationToken).ConfigureAwait(false) is { } cursor ? int.Parse(cursor, CultureInfo.InvariantCulture) : 0;
        var keys = await index.ListHotKeysAsync(skip + size + 1, context.CancellationToken).ConfigureAwait(false);
        var response = new ListHotKeysResponse
        {
            Keys =
            {
                keys.Skip(skip).Take(size).Select(key => new HotKey
                {
                    Key = key.Token, Scheme = key.Scheme, Records = key.Records, HotSince = Timestamp.FromDateTimeOffset(key.Since), Effect = InWords(key.Effect),
                }),
            },
        };
        if (keys.Count > skip + size)
        {
            response.NextPageToken = await tokens.IssueAsync(request, (skip + size).ToString(CultureInfo.InvariantCulture), context.CancellationToken).ConfigureAwait(false);
        }

        return response;
    }

    private static string InWords(HotKeyEffect effect) => effect switch
    {
        HotKeyEffect.Crowded => "So many records share this value that it says nothing: they are matched as if they had not given it, until fewer share it.",
        HotKeyEffect.CrowdedKey => "So many records share this value that it brings nobody together, until fewer share it; between records that meet by something else it counts.",
        HotKeyEffect.Split => "Its records are compared only with those that also share a second trait; no pair that could be a possible match is missed.",
        HotKeyEffect.Whole => "Each of its records is compared with all others, which takes the longer the more there are.",
        _ => throw new ArgumentOutOfRangeException(nameof(effect), effect, "Not an effect."),
    };
}
