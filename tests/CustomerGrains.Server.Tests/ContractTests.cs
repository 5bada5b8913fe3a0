using System.Text;
using CustomerGrains.Server.Json;
using CustomerGrains.Server.Tests.Running;
using CustomerGrains.V1;
using Google.Api;
using Google.Protobuf.Reflection;

namespace CustomerGrains.Server.Tests;

/// <summary>The public contracts as a text file in review: a change of a name, number or type shows in its diff.</summary>
/// <remarks>To take a change over, run the tests with CG_APPROVE=1 and look at the diff of contracts.txt. Numbers and names that were ever published must not change their meaning.</remarks>
public sealed class ContractTests
{
    [Fact]
    public void Contracts_are_as_they_were_reviewed()
    {
        var path = Checkout.File("tests/CustomerGrains.Server.Tests/contracts.txt");
        var actual = Write();
        if (Environment.GetEnvironmentVariable("CG_APPROVE") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), $"{path} is missing.");
        Assert.Equal(File.ReadAllText(path), actual);
    }

    private static string Write()
    {
        var text = new StringBuilder();
        var files = JsonDoor.Services.Select(service => service.File).Append(RecordReflection.Descriptor).Append(ErrorsReflection.Descriptor).DistinctBy(file => file.Name).OrderBy(file => file.Name, StringComparer.Ordinal);
        foreach (var file in files)
        {
            text.Append(file.Name).Append('\n');
            foreach (var service in file.Services)
            {
                foreach (var method in service.Methods)
                {
                    text.Append($"  {service.Name}.{method.Name}({Stream(method.IsClientStreaming)}{method.InputType.Name}) -> {Stream(method.IsServerStreaming)}{method.OutputType.Name}{Http(method)}\n");
                }
            }

            foreach (var message in file.MessageTypes)
            {
                Write(text, message, message.Name);
            }

            foreach (var type in file.EnumTypes)
            {
                Write(text, type, type.Name);
            }
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, MessageDescriptor message, string name)
    {
        if (message.GetOptions()?.MapEntry == true)
        {
            return;
        }

        text.Append($"  {name}\n");
        foreach (var field in message.Fields.InFieldNumberOrder())
        {
            var type = field.FieldType switch
            {
                FieldType.Message => field.MessageType.FullName,
                FieldType.Enum => field.EnumType.FullName,
                _ => field.FieldType.ToString().ToLowerInvariant(),
            };
            text.Append($"    {field.FieldNumber} {field.Name}: {(field.IsMap ? "map " : field.IsRepeated ? "repeated " : "")}{type}{(field.RealContainingOneof is { } oneof ? $" in {oneof.Name}" : "")}\n");
        }

        foreach (var nested in message.NestedTypes)
        {
            Write(text, nested, $"{name}.{nested.Name}");
        }

        foreach (var nested in message.EnumTypes)
        {
            Write(text, nested, $"{name}.{nested.Name}");
        }
    }

    private static void Write(StringBuilder text, EnumDescriptor type, string name)
    {
        text.Append($"  {name}\n");
        foreach (var value in type.Values)
        {
            text.Append($"    {value.Number} {value.Name}\n");
        }
    }

    private static string Stream(bool streams) => streams ? "stream " : "";

    private static string Http(MethodDescriptor method) => method.GetOptions()?.GetExtension(AnnotationsExtensions.Http) is { } rule
        ? " " + string.Join(", ", HttpBinding.Of([method.Service]).Where(binding => binding.Method == method).Select(binding => $"{binding.Verb} {binding.Template}{(binding.Body.Length > 0 ? $" body={binding.Body}" : "")}"))
        : "";
}
