#if GRPC_PACKAGES
using System.Reflection;
using System.Runtime.Loader;
using Grpc.Core;

namespace CustomerGrains.GrpcFallback.Tests;

/// <summary>
/// Code that compiles against the fallback must compile against the published packages: every public member here must exist there
/// with the same signature. Method: the packages are loaded apart from the fallback, and both are described as text.
/// </summary>
public sealed class PublishedApiTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void Every_public_member_is_published_with_the_same_signature()
    {
        var published = PublishedAssemblies().SelectMany(Describe).ToHashSet(StringComparer.Ordinal);
        var own = Describe(typeof(Metadata).Assembly).ToList();
        Assert.True(own.Count > 300, $"Only {own.Count} members were found.");
        Assert.Equal([], own.Except(published));
    }

    private static IEnumerable<Assembly> PublishedAssemblies()
    {
        var files = typeof(PublishedApiTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Where(metadata => metadata.Key == "PublishedPackage")
            .Select(metadata => NewestLibrary(metadata.Value!))
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal);
        var apart = new AssemblyLoadContext("published", isCollectible: true);
        apart.Resolving += (context, name) => files.TryGetValue(name.Name!, out var file) ? context.LoadFromAssemblyPath(file) : null;
        return files.Values.Select(apart.LoadFromAssemblyPath).ToList();
    }

    /// <summary>The library for the newest framework that the package has.</summary>
    private static string NewestLibrary(string package) => Directory
        .EnumerateFiles(Path.GetFullPath(Path.Combine(package, "lib")), "*.dll", SearchOption.AllDirectories)
        .OrderBy(file => Path.GetFileName(Path.GetDirectoryName(file)) is ['n', 'e', 't', >= '5' and <= '9', '.', ..])
        .ThenBy(file => file, StringComparer.Ordinal)
        .Last();

    private static IEnumerable<string> Describe(Assembly assembly) => assembly.GetExportedTypes().SelectMany(type =>
        type.GetConstructors(Declared).Cast<MethodBase>().Concat(type.GetMethods(Declared))
            .Where(method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly)
            // What a published base class seals or overrides is as callable as what it inherits.
            .Where(method => method is not MethodInfo { IsVirtual: true } overriding || overriding.GetBaseDefinition() == overriding)
            .Select(method => $"{Name(type)} {Describe(method)}")
            .Concat(type.GetFields(Declared).Where(field => field.IsPublic && !field.IsSpecialName)
                .Select(field => $"{Name(type)} {Name(field.FieldType)} {field.Name}{(field.IsLiteral ? $" = {field.GetRawConstantValue()}" : "")}")));

    private static string Describe(MethodBase method)
    {
        var parameters = method.GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? " = " + parameter.DefaultValue : "")}");
        return $"{(method.IsStatic ? "static " : "")}{(method is MethodInfo { ReturnType: var type } ? Name(type) : "")} {method.Name}({string.Join(", ", parameters)})";
    }

    private static string Name(Type type) => type.IsGenericParameter ? type.Name
        : type.HasElementType ? $"{Name(type.GetElementType()!)}[]"
        : $"{type.Namespace}.{(type.DeclaringType is { } outer ? outer.Name + "." : "")}{type.Name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
}
#endif
