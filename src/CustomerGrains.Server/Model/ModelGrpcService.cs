using System.Text;
using CustomerGrains.Index;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Server.Binding;
using CustomerGrains.Server.Errors;
using CustomerGrains.Server.Paging;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Server.Model;

/// <summary>The matching model: which one is in force, what another would change, and putting the index under it.</summary>
[BindServiceMethod(typeof(ModelGrpcService), nameof(BindService))]
internal class ModelGrpcService(ICustomerIndex index, StreamDrain drain)
{
    private const int ModelLengthMax = 8 << 20;
    private const int SizeDefault = 20;
    private const int SizeMax = 200;

    // How long a second comparison should wait before it asks again.
    private static readonly TimeSpan DiffRetryAfter = TimeSpan.FromSeconds(10);

    private RunningDiff? _diff;

    public static void BindService(ServiceBinderBase binder, ModelGrpcService? service)
    {
        var descriptor = ModelService.Descriptor;
        binder.AddMethod(ServiceMethods.Unary<GetModelRequest, GetModelResponse>(descriptor, nameof(GetModel)), service is null ? null : new UnaryServerMethod<GetModelRequest, GetModelResponse>(service.GetModel));
        binder.AddMethod(ServiceMethods.Unary<ListModelsRequest, ListModelsResponse>(descriptor, nameof(ListModels)), service is null ? null : new UnaryServerMethod<ListModelsRequest, ListModelsResponse>(service.ListModels));
        binder.AddMethod(ServiceMethods.Unary<DiffModelRequest, DiffModelResponse>(descriptor, nameof(DiffModel)), service is null ? null : new UnaryServerMethod<DiffModelRequest, DiffModelResponse>(service.DiffModel));
        binder.AddMethod(ServiceMethods.Unary<ApplyModelRequest, ApplyModelResponse>(descriptor, nameof(ApplyModel)), service is null ? null : new UnaryServerMethod<ApplyModelRequest, ApplyModelResponse>(service.ApplyModel));
        binder.AddMethod(
            ServiceMethods.Unary<GetModelProgressRequest, GetModelProgressResponse>(descriptor, nameof(GetModelProgress)),
            service is null ? null : new UnaryServerMethod<GetModelProgressRequest, GetModelProgressResponse>(service.GetModelProgress));
    }

    public virtual async Task<GetModelResponse> GetModel(GetModelRequest request, ServerCallContext context)
    {
        var view = await index.GetModelAsync(context.CancellationToken).ConfigureAwait(false);
        return new GetModelResponse
        {
            Model = ModelTranslation.ToModel(view.Stored, view.RecordsLeft),
            ModelJson = Encoding.UTF8.GetString(view.Stored.Content),
            OneToOneSources = { view.Model.OneToOne.Sources },
        };
    }

    public virtual async Task<ListModelsResponse> ListModels(ListModelsRequest request, ServerCallContext context)
    {
        var models = await index.ListModelsAsync(PageSize.Of(request.PageSize, SizeDefault, SizeMax), context.CancellationToken).ConfigureAwait(false);
        var view = await index.GetModelAsync(context.CancellationToken).ConfigureAwait(false);
        return new ListModelsResponse { Models = { models.Select(model => ModelTranslation.ToModel(model, model.No == view.Stored.No ? view.RecordsLeft : 0)) } };
    }

    public virtual async Task<DiffModelResponse> DiffModel(DiffModelRequest request, ServerCallContext context)
    {
        var model = Parse(request.ModelJson);
        var changesMax = PageSize.Of(request.ChangesMax, SizeDefault, SizeMax);
        var running = new RunningDiff(model.Version);
        if (Interlocked.CompareExchange(ref _diff, running, null) is not null)
        {
            throw new OverloadedException(DiffRetryAfter);
        }

        try
        {
            // It may take minutes: a stopping server does not wait for it.
            using var either = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, drain.Stopping);
            return ModelTranslation.ToResponse(await index.DiffModelAsync(model, changesMax, running.Report, either.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (drain.Stopping.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
        {
            throw ApiErrors.Exception(ApiErrors.ShuttingDown());
        }
        finally
        {
            Volatile.Write(ref _diff, null);
        }
    }

    public virtual async Task<ApplyModelResponse> ApplyModel(ApplyModelRequest request, ServerCallContext context)
    {
        var command = new ApplyModelCommand(Parse(request.ModelJson), request.AppliedBy, request.Reason, new ModelNo(request.ExpectedNumber));
        var reply = await index.ApplyModelAsync(command, context.CancellationToken).ConfigureAwait(false);
        var inForce = reply.InForce.Stored;
        return reply.Outcome switch
        {
            PutModelOutcome.VersionTaken => throw ApiErrors.Exception(ApiErrors.ModelVersionTaken(command.Model.Version)),
            PutModelOutcome.Overtaken => throw ApiErrors.Exception(ApiErrors.ModelOvertaken(inForce.No.Value, inForce.Version)),
            _ => new ApplyModelResponse { Model = ModelTranslation.ToModel(inForce, reply.InForce.RecordsLeft), Applied = reply.Outcome == PutModelOutcome.Applied },
        };
    }

    public virtual async Task<GetModelProgressResponse> GetModelProgress(GetModelProgressRequest request, ServerCallContext context)
    {
        var view = await index.GetModelAsync(context.CancellationToken).ConfigureAwait(false);
        return new GetModelProgressResponse { Model = ModelTranslation.ToModel(view.Stored, view.RecordsLeft), Diff = Volatile.Read(ref _diff)?.Progress };
    }

    private static MatchingModel Parse(string json)
    {
        if (json.Length is 0 or > ModelLengthMax)
        {
            throw ApiErrors.Exception(ApiErrors.InvalidField("model_json", $"must have 1 to {ModelLengthMax} characters."));
        }

        try
        {
            return MatchingModel.Parse(Encoding.UTF8.GetBytes(json));
        }
        catch (InvalidDataException fault)
        {
            throw ApiErrors.Exception(ApiErrors.InvalidField("model_json", fault.Message));
        }
    }

    /// <summary>The comparison that is under way.</summary>
    private sealed class RunningDiff(string version)
    {
        private long _done;
        private long _total;

        public DiffProgress Progress => new() { OtherVersion = version, Done = Interlocked.Read(ref _done), Total = Interlocked.Read(ref _total) };

        public void Report(long done, long total)
        {
            Interlocked.Exchange(ref _total, total);
            Interlocked.Exchange(ref _done, done);
        }
    }
}
