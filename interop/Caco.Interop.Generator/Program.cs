using System.Runtime.CompilerServices;
using Caco.Interop.Generator;

[assembly: InternalsVisibleTo("Caco.Interop.Tests")]

const string usage = "usage: Caco.Interop.Generator [--check] [--root FOLDER]";
const string fix = "dotnet run --project interop/Caco.Interop.Generator   (or: build.ps1 generate)";

bool check = false;
string? root = null;
for (int i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--check":
            check = true;
            break;
        case "--root" when i + 1 < args.Length:
            root = args[++i];
            break;
        case "--help":
            Console.WriteLine(usage);
            return 0;
        default:
            Console.Error.WriteLine(usage);
            return 2;
    }
}

root ??= FindRoot(Environment.CurrentDirectory) ?? FindRoot(AppContext.BaseDirectory);
if (root == null)
{
    Console.Error.WriteLine($"no folder above the current one holds {Generation.Header}: name it with --root");
    return 2;
}

try
{
    if (!check)
    {
        List<string> touched = Generation.Write(root);
        foreach (string path in touched)
        {
            Console.WriteLine(path);
        }

        Console.WriteLine(touched.Count == 0 ? "The bindings are up to date." : $"{touched.Count} files written.");
        return 0;
    }

    List<string> problems = Generation.Compare(root);
    foreach (string problem in problems)
    {
        Console.Error.WriteLine(problem);
    }

    if (problems.Count == 0)
    {
        Console.WriteLine("The bindings are up to date.");
        return 0;
    }

    Console.Error.WriteLine("Write them again with: " + fix);
    return 1;
}
catch (Exception e) when (e is GeneratorException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

static string? FindRoot(string start)
{
    for (DirectoryInfo? folder = new(start); folder != null; folder = folder.Parent)
    {
        if (File.Exists(Path.Combine(folder.FullName, Generation.Header)))
        {
            return folder.FullName;
        }
    }

    return null;
}
