using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Stores.Verifying;

/// <summary>The store is under a model that can be read; components are placed under one model as a whole; links weigh what that model gives.</summary>
internal static class ModelCheck
{
    private const string Name = "model";

    /// <returns>The model in force; null when there is none or it cannot be read.</returns>
    public static MatchingModel? Run(StoreContents contents, Findings findings)
    {
        foreach (var (place, stored) in contents.Models.Index())
        {
            findings.Require(stored.No.Value == place + 1, Name, $"Model {stored.No} is the store's number {place + 1}.");
        }

        findings.Require(contents.Models.Count > 0 || contents.Records.Count == 0, Name, $"There are records, but no model they were resolved under.");
        CheckPlaces(contents, findings);
        return contents.Models.Count == 0 ? null : Read(contents.Models[^1], findings);
    }

    /// <summary>What every link weighs, scored anew. Those between records of former models were scored under these and are not checked.</summary>
    /// <param name="featuresOf">The live records as matching reads them.</param>
    public static void CheckLinks(StoreContents contents, IReadOnlyDictionary<RecordIdentity, RecordFeatures> featuresOf, MatchingModel model, Findings findings)
    {
        foreach (var link in contents.Links)
        {
            if (!contents.Records.TryGetValue(link.A.No, out var a) || !contents.Records.TryGetValue(link.B.No, out var b) || (a.Model != contents.InForce && b.Model != contents.InForce)
                || !featuresOf.TryGetValue(a.Identity, out var featuresOfA) || !featuresOf.TryGetValue(b.Identity, out var featuresOfB))
            {
                continue;
            }

            var judged = JudgedPair.Of(new ComponentMember(a.Identity, featuresOfA), new ComponentMember(b.Identity, featuresOfB), model);
            var pair = $"The link of {contents.Name(a.No)} and {contents.Name(b.No)}";
            findings.Require(judged.Weight == link.Weight && judged.IsPossible(model), Name, $"{pair} weighs {link.Weight}, but under the model in force {judged.Weight}.");
            findings.Require(link.Kind == LinkKind.Unblocked || judged.IsEdge(model) == (link.Kind == LinkKind.Edge), Name, $"{pair} {(judged.IsEdge(model) ? "ought to be" : "must not be")} an edge under the model in force.");
        }
    }

    private static void CheckPlaces(StoreContents contents, Findings findings)
    {
        var modelOf = new Dictionary<RecordNo, ModelNo>();
        foreach (var record in contents.Records.Values)
        {
            if (record.Component.IsNone)
            {
                findings.Require(record.Model.IsNone, Name, $"Record {contents.Name(record.No)} is in no component, but is said to be placed under model {record.Model}.");
                continue;
            }

            findings.Require(
                record.Model == contents.InForce || (contents.IsModelUnderWay && !record.Model.IsNone && record.Model.CompareTo(contents.InForce) < 0),
                Name,
                $"Record {contents.Name(record.No)} is placed under model {record.Model}, but model {contents.InForce} is in force.");
            if (!modelOf.TryAdd(record.Component, record.Model))
            {
                findings.Require(modelOf[record.Component] == record.Model, Name, $"The component of record {contents.Name(record.Component)} is placed under two models.");
            }
        }
    }

    private static MatchingModel? Read(StoredModel stored, Findings findings)
    {
        try
        {
            var model = MatchingModel.Parse(stored.Content);
            findings.Require(model.Version == stored.Version, Name, $"The model in force is of version '{model.Version}', but is said to be '{stored.Version}'.");
            return model;
        }
        catch (InvalidDataException fault)
        {
            findings.Add(Name, $"The model in force, '{stored.Version}', cannot be read: {fault.Message}");
            return null;
        }
    }
}
