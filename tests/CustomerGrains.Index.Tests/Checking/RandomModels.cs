using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Index.Tests.Checking;

/// <summary>Models that differ from the default one in thresholds, weights and sources that hold nobody twice: enough to merge and to split much of a small world.</summary>
public static class RandomModels
{
    /// <summary>The default model without its tables of names, which make up most of it: quick to read, and enough where names are few.</summary>
    public static MatchingModel Plain { get; } = WithoutTables();

    /// <summary>A model whose version names the random numbers it came from.</summary>
    public static MatchingModel Next(Random random)
    {
        var json = JsonNode.Parse(Plain.ToJson())!.AsObject();
        var review = random.Next(200, 1200);
        json["version"] = $"random-{random.Next().ToString(CultureInfo.InvariantCulture)}";
        json["reviewThreshold"] = review;
        json["linkThreshold"] = review + random.Next(100, 1000);
        json["joinThreshold"] = random.Next(100, 900);
        json["oneToOneThreshold"] = review;
        json["oneToOneMargin"] = random.Next(0, 500);
        foreach (var source in (string[])["a", "b"])
        {
            if (random.Next(4) == 0)
            {
                json["oneToOneSources"]!.AsArray().Add(source);
            }
        }

        foreach (var units in json["support"]!.AsObject().Where(units => units.Key != "missing").ToArray())
        {
            json["support"]![units.Key] = random.Next(0, 9);
        }

        foreach (var (_, levels) in json["levels"]!.AsObject())
        {
            foreach (var level in levels!.AsObject().ToArray())
            {
                if (random.Next(3) == 0)
                {
                    levels[level.Key] = level.Value!.GetValue<int>() + random.Next(-700, 700);
                }
            }
        }

        json["support"]!["namesakes"] = random.Next(0, 3000);
        return MatchingModel.Parse(Encoding.UTF8.GetBytes(json.ToJsonString()));
    }

    private static MatchingModel WithoutTables()
    {
        var json = JsonNode.Parse(MatchingModel.Default.ToJson())!.AsObject();
        json["version"] = "plain";
        foreach (var table in (string[])["givenNames", "surnames", "organisationWords"])
        {
            json[table]!["values"] = new JsonObject();
        }

        return MatchingModel.Parse(Encoding.UTF8.GetBytes(json.ToJsonString()));
    }

    /// <summary>The same model under another version.</summary>
    public static MatchingModel Renamed(MatchingModel model, string version)
    {
        var json = JsonNode.Parse(model.ToJson())!.AsObject();
        json["version"] = version;
        return MatchingModel.Parse(Encoding.UTF8.GetBytes(json.ToJsonString()));
    }
}
