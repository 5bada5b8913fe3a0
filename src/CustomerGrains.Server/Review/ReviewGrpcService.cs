using System.Globalization;
using CustomerGrains.Index;
using CustomerGrains.Index.Journal;
using CustomerGrains.Server.Binding;
using CustomerGrains.Server.Customers;
using CustomerGrains.Server.Errors;
using CustomerGrains.Server.Paging;
using CustomerGrains.Server.Translation;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CustomerGrains.Server.Review;

/// <summary>Possible matches, and what people decide about them.</summary>
[BindServiceMethod(typeof(ReviewGrpcService), nameof(BindService))]
internal class ReviewGrpcService(ICustomerIndex index, PageTokens tokens)
{
    private const int SizeDefault = 50;
    private const int SizeMax = 500;

    public static void BindService(ServiceBinderBase binder, ReviewGrpcService? service)
    {
        var descriptor = ReviewService.Descriptor;
        binder.AddMethod(ServiceMethods.Unary<ListRequest, ListResponse>(descriptor, nameof(List)), service is null ? null : new UnaryServerMethod<ListRequest, ListResponse>(service.List));
        binder.AddMethod(ServiceMethods.Unary<DecideRequest, DecideResponse>(descriptor, nameof(Decide)), service is null ? null : new UnaryServerMethod<DecideRequest, DecideResponse>(service.Decide));
    }

    public virtual async Task<ListResponse> List(ListRequest request, ServerCallContext context)
    {
        var customer = request.CustomerId.Length == 0 ? default : CustomerIds.Parse(request.CustomerId, "customer_id");
        var size = PageSize.Of(request.PageSize, SizeDefault, SizeMax);
        var after = await tokens.ReadAsync(request, context.CancellationToken).ConfigureAwait(false) is { } cursor ? ReadCursor(cursor) : (Link?)null;
        var matches = await index.ListReviewAsync(customer, after, size + 1, context.CancellationToken).ConfigureAwait(false);
        var response = new ListResponse { Matches = { matches.Take(size).Select(match => CustomerTranslation.ToMatch(match, customer)) } };
        if (matches.Count > size)
        {
            response.NextPageToken = await tokens.IssueAsync(request, WriteCursor(matches[size - 1].Link), context.CancellationToken).ConfigureAwait(false);
        }

        return response;
    }

    public virtual async Task<DecideResponse> Decide(DecideRequest request, ServerCallContext context)
    {
        var decision = request.Decision switch
        {
            Decision.Same => AssertionDecision.Same,
            Decision.Different => AssertionDecision.Different,
            Decision.Withdraw => AssertionDecision.Withdraw,
            _ => throw ApiErrors.Exception(ApiErrors.InvalidField("decision", "must be same, different or withdraw.")),
        };
        var (a, b) = (RecordKeys.ToIdentity(request.A), RecordKeys.ToIdentity(request.B));
        var command = new DecideCommand(a, b, decision, request.DecidedBy, request.Reason, request.OperationId.Length == 0 ? null : request.OperationId);
        DecideReply? reply;
        try
        {
            reply = await index.DecideAsync(command, context.CancellationToken).ConfigureAwait(false);
        }
        catch (OperationReusedException)
        {
            throw ApiErrors.Exception(ApiErrors.OperationIdReused(request.OperationId));
        }

        if (reply is null)
        {
            var missing = await index.GetByRecordAsync(a, context.CancellationToken).ConfigureAwait(false) is null ? a : b;
            throw ApiErrors.Exception(ApiErrors.RecordNotFound(missing));
        }

        return new DecideResponse
        {
            CustomerIdA = CustomerIds.Print(reply.CustomerA),
            CustomerIdB = CustomerIds.Print(reply.CustomerB),
            DecidedAt = Timestamp.FromDateTimeOffset(reply.DecidedAt),
        };
    }

    private static string WriteCursor(Link link) => string.Create(
        CultureInfo.InvariantCulture, $"{link.A.No}.{link.A.Revision}.{link.B.No}.{link.B.Revision}.{link.Weight}.{(int)link.Kind}");

    private static Link ReadCursor(string cursor)
    {
        var parts = cursor.Split('.').Select(part => long.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return new Link(new RecordRevision(new RecordNo(parts[0]), (int)parts[1]), new RecordRevision(new RecordNo(parts[2]), (int)parts[3]), (int)parts[4], (LinkKind)parts[5]);
    }
}
