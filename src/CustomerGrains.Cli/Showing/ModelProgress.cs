using CustomerGrains.Client;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Showing;

/// <summary>Watches what a server does with a model.</summary>
internal static class ModelProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    /// <summary>The server works for it as long as it takes.</summary>
    private static readonly TimeSpan DiffTime = TimeSpan.FromHours(4);

    /// <summary>Compares a model with the one in force, showing how far it is.</summary>
    public static async Task<DiffModelResponse> DiffAsync(CustomerGrainsClient client, string modelJson, int samples, Terminal terminal, CancellationToken cancellationToken)
    {
        var total = Math.Max(1, 2 * (await client.GetStatusAsync(cancellationToken).ConfigureAwait(false)).Records);
        DiffModelResponse? answer = null;
        await ProgressView.RunAsync(terminal, "comparing", total, async report =>
        {
            var asked = client.DiffModelAsync(new DiffModelRequest { ModelJson = modelJson, ChangesMax = samples }, DiffTime, cancellationToken);
            while (!await EndsAsync(asked, cancellationToken).ConfigureAwait(false))
            {
                if ((await client.GetModelProgressAsync(cancellationToken).ConfigureAwait(false)).Diff is { Total: > 0 } diff)
                {
                    report(diff.Done * total / diff.Total, diff.Done / 2);
                }
            }

            answer = await asked.ConfigureAwait(false);
        }).ConfigureAwait(false);
        return answer!;
    }

    /// <summary>Waits until every record is placed under the model, or until another model is in force.</summary>
    /// <returns>The model as it stands then.</returns>
    public static async Task<Model> WaitAsync(CustomerGrainsClient client, Model applied, Terminal terminal, CancellationToken cancellationToken)
    {
        var model = applied;
        await ProgressView.RunAsync(terminal, "placing anew", Math.Max(1, applied.Records), async report =>
        {
            using var timer = new PeriodicTimer(Interval);
            while (model.Number == applied.Number && model.FinishedAt is null)
            {
                await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
                model = (await client.GetModelProgressAsync(cancellationToken).ConfigureAwait(false)).Model;
                var done = Math.Max(0, applied.Records - model.RecordsLeft);
                report(done, done);
            }
        }).ConfigureAwait(false);
        return model;
    }

    private static async Task<bool> EndsAsync(Task task, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(Interval, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
