#:package System.Management.Automation@7.6.9
#:property TargetFramework=net10.0
#:property Nullable=enable
#:property PublishAot=false
#:property SatelliteResourceLanguages=en
#:property NuGetAudit=false

// Runs a PowerShell script where no pwsh is installed: dotnet run .ci/pwsh.cs -- SCRIPT [ARGUMENTS]
// Only the engine's own cmdlets are there. What the script puts out is printed line by line as it comes; its exit code,
// or 1 after an error that ended it, becomes this program's.

using System.Management.Automation;
using System.Management.Automation.Runspaces;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: dotnet run .ci/pwsh.cs -- SCRIPT [ARGUMENTS]");
    return 2;
}

string script = Path.GetFullPath(args[0]);
if (!File.Exists(script))
{
    Console.Error.WriteLine($"{script}: no such script");
    return 2;
}

InitialSessionState state = InitialSessionState.CreateDefault2();
if (OperatingSystem.IsWindows())
{
    state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
}

using Runspace runspace = RunspaceFactory.CreateRunspace(state);
runspace.Open();
using PowerShell shell = PowerShell.Create(runspace);
shell.AddCommand(script);
foreach (string argument in args.Skip(1))
{
    shell.AddArgument(argument);
}

using PSDataCollection<PSObject> input = [];
input.Complete();
using PSDataCollection<PSObject> output = [];
output.DataAdded += (_, e) => Console.Out.WriteLine(output[e.Index]?.ToString());
shell.Streams.Error.DataAdded += (_, e) => PrintError(shell.Streams.Error[e.Index]);
shell.Streams.Warning.DataAdded += (_, e) => Console.Error.WriteLine($"warning: {shell.Streams.Warning[e.Index].Message}");

try
{
    shell.Invoke(input, output);
}
catch (RuntimeException e)
{
    PrintError(e.ErrorRecord);
    return 1;
}

return runspace.SessionStateProxy.GetVariable("LASTEXITCODE") switch
{
    int code when code != 0 => code,
    _ => shell.HadErrors ? 1 : 0,
};

static void PrintError(ErrorRecord record)
{
    Console.Error.WriteLine($"error: {record}");
    if (!string.IsNullOrEmpty(record.ScriptStackTrace))
    {
        Console.Error.WriteLine(record.ScriptStackTrace);
    }
}
