using System.Reflection;
using System.Text;
using CustomerGrains.Orleans.BlockingKeys;

namespace CustomerGrains.Orleans.Tests.Contracts;

/// <summary>Everything of this assembly that outlives a version, as text: what silos of two versions tell each other, and under which names grains and their states are found.</summary>
internal static class ContractManifest
{
    public static string Write()
    {
        var text = new StringBuilder();
        var types = typeof(IKeyGrain).Assembly.GetTypes().Where(type => type.Namespace?.StartsWith("CustomerGrains.Orleans", StringComparison.Ordinal) == true).ToList();
        foreach (var type in types.Where(type => type.IsInterface && typeof(IAddressable).IsAssignableFrom(type)).OrderBy(AliasOf, StringComparer.Ordinal))
        {
            text.Append("interface ").AppendLine(AliasOf(type));
            foreach (var method in type.GetMethods().OrderBy(AliasOf, StringComparer.Ordinal))
            {
                text.Append("  ").Append(AliasOf(method)).Append('(').AppendJoin(", ", method.GetParameters().Select(parameter => NameOf(parameter.ParameterType))).Append("): ").AppendLine(NameOf(method.ReturnType));
            }
        }

        foreach (var type in types.Where(type => type.GetCustomAttribute<GrainTypeAttribute>() is not null).OrderBy(GrainTypeOf, StringComparer.Ordinal))
        {
            text.Append("grain ").Append(GrainTypeOf(type));
            foreach (var state in type.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.GetCustomAttribute<PersistentStateAttribute>()).OfType<PersistentStateAttribute>())
            {
                text.Append(" state ").Append(state.StateName).Append(" in ").Append(state.StorageName);
            }

            text.AppendLine();
        }

        foreach (var type in types.Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>() is not null).OrderBy(AliasOf, StringComparer.Ordinal))
        {
            text.Append("type ").AppendLine(AliasOf(type));
            if (type.IsEnum)
            {
                text.Append("  ").AppendJoin(", ", Enum.GetNames(type).Select(name => $"{Convert.ChangeType(Enum.Parse(type, name), Enum.GetUnderlyingType(type), System.Globalization.CultureInfo.InvariantCulture)} {name}")).AppendLine();
            }

            foreach (var (id, name, member) in MembersOf(type))
            {
                text.Append("  ").Append(id).Append(' ').Append(name).Append(": ").AppendLine(NameOf(member));
            }
        }

        foreach (var (type, form) in types.SelectMany(ConvertedBy).OrderBy(pair => pair.Type, StringComparer.Ordinal))
        {
            text.Append("foreign ").Append(type).Append(" as ").AppendLine(form);
        }

        return text.ToString();
    }

    /// <summary>Types of other assemblies travel under their full name, in the form their converter gives them.</summary>
    private static IEnumerable<(string Type, string Form)> ConvertedBy(Type converter) => converter.GetInterfaces()
        .Where(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IConverter<,>))
        .Select(contract => (contract.GetGenericArguments()[0].FullName!, AliasOf(contract.GetGenericArguments()[1])));

    private static IEnumerable<(uint Id, string Name, Type Type)> MembersOf(Type type) =>
        type.GetMembers(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(member => (Id: member.GetCustomAttribute<IdAttribute>()?.Id, member))
            .Where(found => found.Id is not null)
            .Select(found => (found.Id!.Value, found.member.Name, found.member is PropertyInfo property ? property.PropertyType : ((FieldInfo)found.member).FieldType))
            .OrderBy(found => found.Value);

    /// <exception cref="InvalidOperationException">It has none: its name would then be that of the class, which must not be durable.</exception>
    private static string AliasOf(MemberInfo member) =>
        member.GetCustomAttribute<AliasAttribute>()?.Alias ?? throw new InvalidOperationException($"{member.DeclaringType?.Name}.{member.Name} has no [Alias].");

    private static string GrainTypeOf(Type type) => type.GetCustomAttribute<GrainTypeAttribute>()!.GetGrainType(null!, type).ToString()!;

    private static string NameOf(Type type)
    {
        if (type.GetCustomAttribute<AliasAttribute>() is { } alias)
        {
            return alias.Alias;
        }

        if (type.IsArray)
        {
            return NameOf(type.GetElementType()!) + "[]";
        }

        return type.IsGenericType
            ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
            : type.Name;
    }
}
