using System.Diagnostics;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Agents.Commands;

/// <summary>
/// Confines a command by bubblewrap: it sees the whole file system but for the files that are sealed, and may write the working copy, a /tmp of its own and
/// what the settings name; its processes end with it.
/// </summary>
internal static class Sandbox
{
    private const int TrialMilliseconds = 10_000;

    /// <summary>Program and arguments that run a command confined.</summary>
    /// <param name="command">Program and arguments.</param>
    /// <param name="bubblewrap">Path of bwrap.</param>
    /// <param name="copy">The working copy.</param>
    /// <param name="settings">What else may be written, and whether there is a network.</param>
    /// <param name="sealedFiles">Files that are there and that the command finds empty.</param>
    public static IReadOnlyList<string> Wrap(
        IReadOnlyList<string> command, string bubblewrap, string copy, CommandAgentSettings settings, IReadOnlyList<string> sealedFiles) =>
    [
        bubblewrap,
        "--ro-bind", "/", "/",
        "--dev", "/dev",
        "--proc", "/proc",
        "--tmpfs", "/tmp",
        .. sealedFiles.SelectMany(static f => (string[])["--ro-bind", "/dev/null", f]),
        .. settings.Writable.SelectMany(static f => Bind(Expand(f))),
        .. Bind(copy),
        .. settings.Network ? (string[])[] : ["--unshare-net"],
        "--unshare-pid",
        "--unshare-ipc",
        "--die-with-parent",
        "--chdir", copy,
        "--",
        .. command,
    ];

    /// <summary>The way to bubblewrap, or null where the command is to run unconfined.</summary>
    /// <param name="settings">"auto", "always" or "never".</param>
    /// <param name="folder">Where to look for relative programs.</param>
    /// <param name="why">Why it is not used although it may be.</param>
    /// <exception cref="LoopException">It must be used and cannot.</exception>
    public static string? Find(CommandAgentSettings settings, string folder, out string? why)
    {
        why = null;
        if (settings.Sandbox == "never")
        {
            return null;
        }

        if (settings.Sandbox is not ("auto" or "always"))
        {
            throw new RequestException($"loop.json, agent.command.sandbox: '{settings.Sandbox}' is none of auto, always, never.");
        }

        var program = OperatingSystem.IsLinux() ? ProcessTree.Find("bwrap", folder) : null;
        why = program is null ? "bubblewrap (bwrap) is not installed" : Try(program);
        if (why is not null && settings.Sandbox == "always")
        {
            throw new LoopException(
                $"The agent's command must be confined and cannot be: {why}. Install bubblewrap and allow user namespaces, or set agent.command.sandbox to \"auto\".");
        }

        return why is null ? program : null;
    }

    /// <summary>Whether it works here: containers and hardened systems often forbid it.</summary>
    private static string? Try(string program)
    {
        var start = new ProcessStartInfo(
            program, ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp", "--unshare-pid", "--unshare-ipc", "--", "/bin/true"])
        {
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TrialMilliseconds))
        {
            process.Kill(entireProcessTree: true);
            return "bubblewrap does not end";
        }

        return process.ExitCode == 0 ? null : $"bubblewrap does not work here ({error.GetAwaiter().GetResult().Trim()})";
    }

    private static string[] Bind(string folder) => ["--bind", folder, folder];

    private static string Expand(string folder) => folder.StartsWith("~/", StringComparison.Ordinal)
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), folder[2..])
        : folder;
}
