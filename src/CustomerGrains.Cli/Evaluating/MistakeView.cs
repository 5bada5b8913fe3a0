using System.Globalization;
using System.Text.Json;
using CustomerGrains.Cli.Showing;

namespace CustomerGrains.Cli.Evaluating;

/// <summary>Shows mistakes with the values of both sides and the evidence.</summary>
internal static class MistakeView
{
    public static void Show(IEnumerable<Mistake> mistakes, Terminal terminal)
    {
        foreach (var mistake in mistakes)
        {
            terminal.Say();
            terminal.Say(string.Create(CultureInfo.InvariantCulture,
                $"{(mistake.Kind == MistakeKind.Wrong ? "wrong" : "missed")}, {mistake.Pairs:N0} {(mistake.Pairs == 1 ? "pair" : "pairs")}, {mistake.Explanation.Score.Weight / 100.0:F2} bits: {mistake.Situation}"));
            var width = Math.Max(mistake.A.Name.Length, mistake.B.Name.Length);
            foreach (var side in (MistakeSide[])[mistake.A, mistake.B])
            {
                terminal.Say($"  {side.Name.PadRight(width)}  {side.Values}");
            }

            terminal.Say($"  {mistake.Explanation.Summary}");
            terminal.Say($"  {mistake.Evidence}");
            if (mistake.SharedSchemes.Count > 0)
            {
                terminal.Say($"  They share: {string.Join(", ", mistake.SharedSchemes)}.");
            }
        }
    }

    /// <summary>Writes a list of objects.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<Mistake> mistakes)
    {
        json.WriteStartArray();
        foreach (var mistake in mistakes)
        {
            json.WriteStartObject();
            json.WriteString("kind", mistake.Kind == MistakeKind.Wrong ? "wrong" : "missed");
            json.WriteNumber("pairs", mistake.Pairs);
            json.WriteNumber("bits", mistake.Explanation.Score.Weight / 100.0);
            json.WriteString("situation", mistake.Situation);
            Side("a", mistake.A);
            Side("b", mistake.B);
            json.WriteString("summary", mistake.Explanation.Summary);
            json.WriteStartArray("evidence");
            foreach (var evidence in mistake.Explanation.Evidence)
            {
                json.WriteStartObject();
                json.WriteString("attribute", evidence.Attribute);
                json.WriteString("a", evidence.ValueA);
                json.WriteString("b", evidence.ValueB);
                json.WriteString("level", evidence.Level);
                json.WriteNumber("bits", evidence.Weight / 100.0);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("shared");
            foreach (var scheme in mistake.SharedSchemes)
            {
                json.WriteStringValue(scheme);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();

        void Side(string name, MistakeSide side)
        {
            json.WriteStartObject(name);
            json.WriteString("name", side.Name);
            json.WriteString("values", side.Values);
            json.WriteEndObject();
        }
    }
}
