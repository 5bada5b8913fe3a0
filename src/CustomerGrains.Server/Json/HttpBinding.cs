using Google.Api;
using Google.Protobuf.Reflection;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace CustomerGrains.Server.Json;

/// <summary>One HTTP form of a unary method, as its <c>google.api.http</c> option states it.</summary>
/// <param name="Verb">In capitals.</param>
/// <param name="Body">Field the body fills, "*" for the request as a whole, "" for none.</param>
internal sealed record HttpBinding(MethodDescriptor Method, string Verb, string Template, string Body)
{
    /// <summary>Segments of the path: literals, and field paths in braces.</summary>
    public IReadOnlyList<string> Segments { get; } = Template[1..].Split('/');

    /// <summary>Field paths in the template, in order.</summary>
    public IEnumerable<string> PathFields => Segments.Where(IsField).Select(segment => segment[1..^1]);

    /// <summary>All forms of the methods of some services.</summary>
    public static IEnumerable<HttpBinding> Of(IEnumerable<ServiceDescriptor> services) =>
        from service in services
        from method in service.Methods
        let rule = method.GetOptions()?.GetExtension(AnnotationsExtensions.Http)
        where rule is not null
        from form in rule.AdditionalBindings.Prepend(rule)
        select ToBinding(method, form);

    /// <summary>Reads the fields off a path; null when it is another path.</summary>
    /// <param name="path">Segments as sent, still percent-encoded, so that a slash inside a record id is not taken for a separator.</param>
    public IReadOnlyList<(string Field, string Value)>? Match(IReadOnlyList<string> path)
    {
        if (path.Count != Segments.Count)
        {
            return null;
        }

        var fields = new List<(string, string)>();
        for (var i = 0; i < path.Count; i++)
        {
            var value = Uri.UnescapeDataString(path[i]);
            if (IsField(Segments[i]))
            {
                fields.Add((Segments[i][1..^1], value));
            }
            else if (value != Segments[i])
            {
                return null;
            }
        }

        return fields;
    }

    private static bool IsField(string segment) => segment.StartsWith('{') && segment.EndsWith('}');

    private static HttpBinding ToBinding(MethodDescriptor method, HttpRule rule) => rule.PatternCase switch
    {
        HttpRule.PatternOneofCase.Get => new HttpBinding(method, "GET", rule.Get, rule.Body),
        HttpRule.PatternOneofCase.Put => new HttpBinding(method, "PUT", rule.Put, rule.Body),
        HttpRule.PatternOneofCase.Post => new HttpBinding(method, "POST", rule.Post, rule.Body),
        HttpRule.PatternOneofCase.Delete => new HttpBinding(method, "DELETE", rule.Delete, rule.Body),
        _ => throw new InvalidOperationException($"{method.FullName} has an HTTP form that this door does not know."),
    };
}
