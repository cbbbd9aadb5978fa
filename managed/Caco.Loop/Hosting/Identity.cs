using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Caco.Loop.Play;
using Caco.Loop.Workspaces;

namespace Caco.Loop.Hosting;

/// <summary>What identifies an evaluation beside seeds and policy.</summary>
internal static class Identity
{
    /// <summary>Version of the engine and the loop, which are built together.</summary>
    public static string EngineVersion { get; } =
        typeof(Identity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>SHA-256 over everything in the settings that scores depend on, 64 hex digits.</summary>
    public static string SettingsHash(LoopSettings settings, Stage stage)
    {
        var text = $"{stage.SettingsText}\ndecision {settings.Scenario.DecisionTics}\nscore {settings.Score}\nsight {settings.Sight}\nscreen {stage.Screen}\n";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
