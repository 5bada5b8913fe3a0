using Google.Protobuf.Reflection;

namespace CustomerGrains.Server.Reflection;

/// <summary>The files of the contracts by name and by what they declare.</summary>
internal sealed class DescriptorIndex
{
    private readonly Dictionary<string, FileDescriptor> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> _symbols = new(StringComparer.Ordinal);
    private readonly List<FieldDescriptor> _extensions = [];

    public DescriptorIndex(IEnumerable<FileDescriptor> files)
    {
        foreach (var file in files)
        {
            Add(file);
        }
    }

    public FileDescriptor? FindFile(string name) => _files.GetValueOrDefault(name);

    public FileDescriptor? FindSymbol(string name) => _symbols.GetValueOrDefault(name);

    public FileDescriptor? FindExtension(string type, int number) =>
        _extensions.FirstOrDefault(extension => extension.ExtendeeType.FullName == type && extension.FieldNumber == number)?.File;

    public IEnumerable<int> ExtensionNumbers(string type) =>
        _extensions.Where(extension => extension.ExtendeeType.FullName == type).Select(extension => extension.FieldNumber).Order();

    /// <summary>A file and all it imports, each once, the file first.</summary>
    public static IEnumerable<FileDescriptor> WithImports(FileDescriptor file)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { file.Name };
        var waiting = new Queue<FileDescriptor>([file]);
        while (waiting.TryDequeue(out var next))
        {
            yield return next;
            foreach (var import in next.Dependencies.Where(import => seen.Add(import.Name)))
            {
                waiting.Enqueue(import);
            }
        }
    }

    private void Add(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file))
        {
            return;
        }

        foreach (var import in file.Dependencies)
        {
            Add(import);
        }

        foreach (var service in file.Services)
        {
            _symbols[service.FullName] = file;
            foreach (var method in service.Methods)
            {
                _symbols[method.FullName] = file;
            }
        }

        foreach (var type in file.EnumTypes)
        {
            _symbols[type.FullName] = file;
        }

        foreach (var message in file.MessageTypes)
        {
            Add(message);
        }

        foreach (var extension in file.Extensions.UnorderedExtensions)
        {
            _symbols[extension.FullName] = file;
            _extensions.Add(extension);
        }
    }

    private void Add(MessageDescriptor message)
    {
        _symbols[message.FullName] = message.File;
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            _symbols[field.FullName] = message.File;
        }

        foreach (var type in message.EnumTypes)
        {
            _symbols[type.FullName] = message.File;
        }

        foreach (var nested in message.NestedTypes)
        {
            Add(nested);
        }
    }
}
