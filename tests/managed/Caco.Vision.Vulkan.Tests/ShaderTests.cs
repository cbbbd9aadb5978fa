using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Caco.Vision.Vulkan.Tests;

/// <summary>The committed SPIR-V is what the committed sources give.</summary>
public partial class ShaderTests
{
    private const string Advice = "run managed/Caco.Vision.Vulkan/Shaders/compile.sh and commit what it writes";

    private static readonly string Folder = Path.Combine(Places.RepoRoot, "managed", "Caco.Vision.Vulkan", "Shaders");

    /// <summary>A source that was changed without a compilation, or a module without its source, differs from the manifest.</summary>
    [Fact]
    public void Sources_and_modules_have_the_hashes_of_the_manifest()
    {
        var (_, listed) = ReadManifest();
        var files = Directory.GetFiles(Folder).Select(static f => Path.GetFileName(f))
            .Where(static f => Path.GetExtension(f) is ".comp" or ".glsl" or ".spv").Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(listed.Keys.Order(StringComparer.Ordinal), files);
        foreach (var file in files)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Folder, file))));
            Assert.True(hash == listed[file], $"{file} has not the hash of the manifest: {Advice}");
        }
    }

    [Fact]
    public void The_assembly_holds_the_committed_modules()
    {
        foreach (var shader in Enum.GetValues<Shader>())
        {
            var file = ComputePipelines.FileName(shader);
            Assert.True(File.Exists(Path.Combine(Folder, Path.ChangeExtension(file, ".comp"))), $"{file} has no source");
            Assert.Equal(File.ReadAllBytes(Path.Combine(Folder, file)), ComputePipelines.Module(shader));
        }

        Assert.Equal(Enum.GetValues<Shader>().Length, Directory.GetFiles(Folder, "*.comp").Length);
    }

    [Fact]
    public void Compiling_again_gives_the_committed_modules()
    {
        var installed = Run("glslangValidator", ["--version"]);
        Assert.SkipWhen(installed is null, "glslangValidator is not installed (apt install glslang-tools)");
        var version = VersionLine().Match(installed!).Groups[1].Value;
        var (wanted, _) = ReadManifest();
        Assert.SkipUnless(version == wanted, $"the modules were compiled by version {wanted}, installed is {version}");
        var folder = Directory.CreateTempSubdirectory("caco-shaders-");
        try
        {
            Assert.NotNull(Run("sh", [Path.Combine(Folder, "compile.sh"), folder.FullName]));
            foreach (var shader in Enum.GetValues<Shader>())
            {
                var file = ComputePipelines.FileName(shader);
                var same = File.ReadAllBytes(Path.Combine(folder.FullName, file)).AsSpan().SequenceEqual(ComputePipelines.Module(shader));
                Assert.True(same, $"{file} differs from what its source gives: {Advice}");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Field by field: the shaders read the push constants at the offsets that C# writes them to.</summary>
    [Fact]
    public void Push_constants_are_the_same_on_both_sides()
    {
        var source = File.ReadAllText(Path.Combine(Folder, "common.glsl"));
        var block = source[source.IndexOf('{', StringComparison.Ordinal)..source.IndexOf("};", StringComparison.Ordinal)];
        var theirs = MemberLine().Matches(block).Select(static m => m.Groups[1].Value).ToArray();
        var fields = typeof(Geometry).GetFields(BindingFlags.Instance | BindingFlags.Public);
        Assert.All(fields, static f => Assert.Equal(typeof(uint), f.FieldType));
        Assert.Equal(theirs, fields.Select(static f => char.ToLowerInvariant(f.Name[0]) + f.Name[1..]));
        Assert.True(fields.Length * sizeof(uint) <= 128, "Vulkan promises 128 bytes of push constants and no more");
    }

    /// <summary>The compiler's version and the hash of every file.</summary>
    private static (string Version, Dictionary<string, string> Hashes) ReadManifest()
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, "manifest.sha256"));
        return (lines[0].TrimStart('#', ' '), lines.Skip(1).Select(static l => l.Split("  ")).ToDictionary(static p => p[1], static p => p[0]));
    }

    /// <summary>What a program prints; null where it is not installed.</summary>
    private static string? Run(string program, string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"{program} ended with exit code {process.ExitCode}: {output}");
            return output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex(@"Glslang Version: *(\S+)")]
    private static partial Regex VersionLine();

    [GeneratedRegex(@"^\s*uint (\w+);", RegexOptions.Multiline)]
    private static partial Regex MemberLine();
}
