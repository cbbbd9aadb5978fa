#requires -Version 7.0
# One script for every job of the repository, thin over the CMake presets and dotnet:
#   pwsh build.ps1 VERB [ARGUMENTS]
#   dotnet run .ci/pwsh.cs -- build.ps1 VERB [ARGUMENTS]     (where no pwsh is installed)
# It uses language and .NET only, so that it runs on the bare engine as well.

$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$artifacts = [System.IO.Path]::Combine($root, 'artifacts')
$onWindows = [System.OperatingSystem]::IsWindows()

# In a pipeline nothing may outlive the command that started it.
[System.Environment]::SetEnvironmentVariable('DOTNET_CLI_TELEMETRY_OPTOUT', '1')
[System.Environment]::SetEnvironmentVariable('DOTNET_NOLOGO', '1')
[System.Environment]::SetEnvironmentVariable('TESTINGPLATFORM_TELEMETRY_OPTOUT', '1')
if ($env:CI) {
    [System.Environment]::SetEnvironmentVariable('MSBUILDDISABLENODEREUSE', '1')
    [System.Environment]::SetEnvironmentVariable('UseSharedCompilation', 'false')
}

function Say([string] $text) { [System.Console]::WriteLine($text) }

function Get-Path { return [System.IO.Path]::Combine([string[]] (@($root) + $args)) }

# Starts a program on this console (nothing is captured) and gives its exit code.
function Start-Tool([string] $program, [string[]] $arguments) {
    $start = [System.Diagnostics.ProcessStartInfo]::new($program)
    $start.UseShellExecute = $false
    $start.WorkingDirectory = $root
    foreach ($argument in $arguments) { $start.ArgumentList.Add($argument) }
    [System.Console]::Out.Flush()
    try {
        $process = [System.Diagnostics.Process]::Start($start)
    } catch [System.ComponentModel.Win32Exception] {
        throw "'$program' could not be started: is it installed and on the PATH? 'build.ps1 set-up' names what is needed."
    }
    $process.WaitForExit()
    return $process.ExitCode
}

# The same for a step that must succeed.
function Invoke-Tool([string] $program, [string[]] $arguments) {
    $code = Start-Tool $program $arguments
    if ($code -ne 0) { throw "'$program $arguments' failed with exit code $code" }
}

# What a program prints; empty when it cannot be started or fails.
function Get-Output([string] $program, [string[]] $arguments) {
    $start = [System.Diagnostics.ProcessStartInfo]::new($program)
    $start.UseShellExecute = $false
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    foreach ($argument in $arguments) { $start.ArgumentList.Add($argument) }
    try { $process = [System.Diagnostics.Process]::Start($start) } catch { return '' }
    $errors = $process.StandardError.ReadToEndAsync()
    $text = $process.StandardOutput.ReadToEnd()
    $process.WaitForExit()
    [void] $errors.Result
    if ($process.ExitCode -ne 0) { return '' }
    return $text.Trim()
}

function Install-Requirements {
    if (-not [System.IO.File]::Exists('/usr/bin/apt-get')) {
        Say 'This set-up installs nothing here. Needed: a C++20 compiler, cmake 3.21+, ninja, zlib, GoogleTest,'
        Say 'Google Benchmark, libclang 14 (only to regenerate the bindings), and an IWAD such as Freedoom'
        Say '(https://freedoom.github.io) in a folder that DOOMWADDIR names. The loop also uses ffmpeg and bubblewrap.'
        return
    }
    # Those of the second line are for the loop's clips, for confining coding agents, for the tests beside OpenCV, and for
    # those of the Vulkan kernels and their shaders; it works without them, and those tests say that they are skipped.
    $wanted = 'g++', 'cmake', 'ninja-build', 'zlib1g-dev', 'libgtest-dev', 'libbenchmark-dev', 'libclang1-14', 'freedoom',
        'ffmpeg', 'bubblewrap', 'libgtk-3-0', 'libvulkan1', 'mesa-vulkan-drivers', 'glslang-tools'
    $missing = @()
    foreach ($package in $wanted) {
        $state = Get-Output 'dpkg-query' @('-W', '-f=${db:Status-Status}', $package)
        if ($state -ne 'installed') { $missing += $package }
    }
    if ($missing.Count -eq 0) { return }
    Say "Installing: $($missing -join ' ')"
    $prefix = @()
    if ((Get-Output 'id' @('-u')) -ne '0') {
        if (-not [System.IO.File]::Exists('/usr/bin/sudo')) {
            throw "these packages are missing and only root can install them: apt-get install $($missing -join ' ')"
        }
        $prefix = @('sudo')
    }
    $update = $prefix + @('apt-get', 'update', '-qq')
    $install = $prefix + @('env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', 'install', '-qq', '-y', '--no-install-recommends') + $missing
    # A list that is out of date may still do; the install decides.
    [void] (Start-Tool $update[0] $update[1..($update.Count - 1)])
    Invoke-Tool $install[0] $install[1..($install.Count - 1)]
}

function Invoke-SetUp {
    Install-Requirements
    Invoke-Tool 'dotnet' @('restore', 'Engine.sln', '-v', 'quiet')
}

function Build-Native([string] $preset, [string[]] $targets = @()) {
    # Configuring is quick, and after a change of the tree it is needed.
    Invoke-Tool 'cmake' @('--preset', $preset, '--log-level=WARNING')
    Invoke-Tool 'cmake' (@('--build', '--preset', $preset) + @($targets | ForEach-Object { '--target'; $_ }))
}

function Write-Launchers {
    $unix = [System.IO.Path]::Combine($artifacts, 'caco')
    $windows = [System.IO.Path]::Combine($artifacts, 'caco.cmd')
    [System.IO.File]::WriteAllText($unix, @'
#!/bin/sh
here=$(dirname -- "$(readlink -f -- "$0")")
exec dotnet "$here/bin/Caco.Cli/release/caco.dll" "$@"
'@.Replace("`r`n", "`n") + "`n")
    [System.IO.File]::WriteAllText($windows, "@dotnet `"%~dp0bin\Caco.Cli\release\caco.dll`" %*`r`n")
    if (-not $onWindows) {
        [System.IO.File]::SetUnixFileMode($unix, [System.IO.UnixFileMode] 'UserRead, UserWrite, UserExecute, GroupRead, GroupExecute, OtherRead, OtherExecute')
    }
}

function Invoke-Build {
    Build-Native 'release'
    Invoke-Tool 'dotnet' @('build', 'Engine.sln', '-c', 'Release', '--no-restore', '-v', 'quiet')
    Write-Launchers
}

function Start-Caco([string[]] $arguments) {
    return Start-Tool 'dotnet' (@([System.IO.Path]::Combine($artifacts, 'bin', 'Caco.Cli', 'release', 'caco.dll')) + $arguments)
}

function Clear-Folder([string] $path) {
    if ([System.IO.Directory]::Exists($path)) { [System.IO.Directory]::Delete($path, $true) }
    [void] [System.IO.Directory]::CreateDirectory($path)
}

$script:count = @{ passed = 0; failed = 0; skipped = 0 }
$script:failures = @()

# Counts a failure. All are said once more at the end, where a long log is read first.
function Add-Failure([string] $name, [string] $message) {
    $script:count.failed++
    $text = "FAILED: $name"
    $lines = $message.Trim().Split("`n")
    if ($lines.Count -gt 12) { $lines = $lines[0..11] }
    foreach ($line in $lines) { $text += "`n  $($line.TrimEnd())" }
    $script:failures += $text
}

# Adds up a GoogleTest result file; gives the number of failed cases.
function Add-GoogleTestResults([string] $path) {
    $failed = 0
    $document = [xml] [System.IO.File]::ReadAllText($path)
    foreach ($case in $document.SelectNodes('//testcase')) {
        $failure = $case.SelectSingleNode('failure')
        if ($failure) {
            $failed++
            Add-Failure "$($case.GetAttribute('classname')).$($case.GetAttribute('name'))" $failure.GetAttribute('message')
        }
        elseif ($case.GetAttribute('status') -eq 'notrun' -or $case.GetAttribute('result') -eq 'skipped') { $script:count.skipped++ }
        else { $script:count.passed++ }
    }
    return $failed
}

# The same for a TRX file of the managed tests.
function Add-TrxResults([string] $path) {
    $failed = 0
    $document = [xml] [System.IO.File]::ReadAllText($path)
    foreach ($case in $document.SelectNodes("//*[local-name()='UnitTestResult']")) {
        $outcome = $case.GetAttribute('outcome')
        if ($outcome -eq 'Passed') { $script:count.passed++ }
        elseif ($outcome -eq 'NotExecuted' -or $outcome -eq 'NotRunnable' -or $outcome -eq 'Pending') { $script:count.skipped++ }
        else {
            $failed++
            $parts = @($outcome) + @($case.SelectNodes(".//*[local-name()='ErrorInfo']/*") | ForEach-Object { $_.InnerText })
            Add-Failure $case.GetAttribute('testName') ([string]::Join("`n", $parts))
        }
    }
    return $failed
}

function Test-Native([string] $preset) {
    $build = [System.IO.Path]::Combine($artifacts, 'native', $preset)
    $results = [System.IO.Path]::Combine($build, 'test-results')
    $summary = [System.IO.Path]::Combine($build, 'ctest.xml')
    Clear-Folder $results
    [System.IO.File]::Delete($summary)
    $code = Start-Tool 'ctest' @('--preset', $preset, '--output-junit', $summary)
    if (-not [System.IO.File]::Exists($summary)) { throw "ctest ($preset) ended with exit code $code and wrote no results" }
    $document = [xml] [System.IO.File]::ReadAllText($summary)
    foreach ($program in $document.SelectNodes('//testcase')) {
        $name = $program.GetAttribute('name')
        $file = [System.IO.Path]::Combine($results, "$name.xml")
        $failed = 0
        if ([System.IO.File]::Exists($file)) { $failed = Add-GoogleTestResults $file }
        # A program that died wrote no results, or failed after its last case (a leak, for example): that is one failure.
        if ($program.GetAttribute('status') -ne 'run' -and $failed -eq 0) {
            Add-Failure "$name ($preset)" 'It did not end well.'
        } elseif (-not [System.IO.File]::Exists($file)) {
            Add-Failure "$name ($preset)" 'It left no result file.'
        }
    }
}

function Test-Managed([string[]] $arguments) {
    $results = [System.IO.Path]::Combine($artifacts, 'test-results')
    Clear-Folder $results
    $solution = [System.IO.File]::ReadAllLines((Get-Path 'Engine.sln'))
    # A project that was forgotten in the solution is neither built nor tested: no silence about that.
    foreach ($folder in 'managed', 'interop', 'tests') {
        foreach ($path in [System.IO.Directory]::GetFiles((Get-Path $folder), '*.csproj', 'AllDirectories')) {
            $sources = [System.IO.Directory]::GetFiles([System.IO.Path]::GetDirectoryName($path), '*.cs', 'AllDirectories')
            $name = [System.IO.Path]::GetFileName($path)
            if ($sources.Count -gt 0 -and -not ($solution -match "[\\/]$([regex]::Escape($name))`"")) {
                Add-Failure $name "It has sources and is not in Engine.sln (dotnet sln Engine.sln add $path)."
            }
        }
    }
    foreach ($line in $solution) {
        if ($line -notmatch '"(?<path>tests[\\/][^"]+[\\/](?<name>[^"\\/]+)\.csproj)"') { continue }
        $name = $Matches.name
        $project = $Matches.path.Replace('\', '/')
        $code = Start-Tool 'dotnet' (@('test', '--project', $project, '-c', 'Release', '--no-build', '--no-restore',
            '--results-directory', $results, '--report-xunit-trx', '--report-xunit-trx-filename', "$name.trx") + $arguments)
        $file = [System.IO.Path]::Combine($results, "$name.trx")
        $failed = 0
        if ([System.IO.File]::Exists($file)) { $failed = Add-TrxResults $file }
        if ($failed -eq 0 -and ($code -ne 0 -or -not [System.IO.File]::Exists($file))) {
            Add-Failure $name "It ended with exit code $code."
        }
    }
}

# test [--preset NAME]: all tests, or only the native ones of another preset (debug, asan, tsan).
function Invoke-Test([string[]] $arguments) {
    $preset = $null
    if ($arguments.Count -gt 0 -and $arguments[0] -eq '--preset') {
        if ($arguments.Count -ne 2) { throw 'usage: build.ps1 test [--preset NAME]' }
        $preset = $arguments[1]
    }
    if ($preset) {
        Install-Requirements
        Build-Native $preset
        Test-Native $preset
    } else {
        Invoke-SetUp
        Invoke-Build
        # The determinism tests compare the release library with a debug one.
        Build-Native 'debug' @('caco')
        Test-Native 'release'
        Test-Managed $arguments
    }
    foreach ($failure in $script:failures) { Say $failure }
    $total = $script:count
    if ($total.passed + $total.failed + $total.skipped -eq 0) { Say 'No test has run.' }
    Say "$($total.passed) passed, $($total.failed) failed, $($total.skipped) skipped"
    return ($total.failed -eq 0 -and $total.passed -gt 0) ? 0 : 1
}

# A thousand episodes of the built-in battle with the reference policy on all processors, as one line of bench/results/episodes.md.
function Measure-Episodes([string] $results) {
    $folder = [System.IO.Path]::Combine($artifacts, 'bench-episodes')
    Clear-Folder $folder
    $document = [System.IO.Path]::Combine($folder, 'results.json')
    [void] (Start-Caco @('run', '--policy', 'battle', '--seeds', '0-999', '--tics', '2100', '--decision', '2', '--resolution', '320x240', '--out', $folder))
    $run = [System.Text.Json.JsonDocument]::Parse([System.IO.File]::ReadAllText($document)).RootElement
    $chain = ''
    foreach ($episode in $run.GetProperty('episodes').EnumerateArray()) { $chain += $episode.GetProperty('hash').GetString() }
    $digest = [System.Convert]::ToHexString([System.Security.Cryptography.SHA256]::HashData([System.Text.Encoding]::ASCII.GetBytes($chain)))
    $seconds = $run.GetProperty('speed').GetProperty('seconds').GetDouble()
    $reached = ($seconds -le 45) ? 'goal' : ($seconds -le 90) ? 'required' : 'below'
    $reward = $run.GetProperty('summary').GetProperty('reward').GetProperty('mean').GetDouble()
    $text = "## A thousand episodes`n`nBattle, reference policy ``battle``, 2100 tics, a decision every 2 tics, 320x240, by the ``caco`` command.`n`n" +
        "| threads | seconds | required | goal | reached | mean reward | hash over all episodes |`n|---|---|---|---|---|---|---|`n" +
        "| $($run.GetProperty('threads').GetInt32()) | $($seconds.ToString('F1', [cultureinfo]::InvariantCulture)) | 90 | 45 | $reached | " +
        "$($reward.ToString('F2', [cultureinfo]::InvariantCulture)) | $($digest.Substring(0, 16).ToLowerInvariant()) |`n"
    [System.IO.File]::WriteAllText([System.IO.Path]::Combine($results, 'episodes.md'), $text)
    Say $text
}

# bench [ARGUMENTS]: a thousand episodes, what bounds a frame (where valgrind is installed), the native table (ARGUMENTS are
# bench_engine's), then the C# shell; all leave their results in bench/results.
function Invoke-Bench([string[]] $arguments) {
    Invoke-SetUp
    Invoke-Build
    $results = Get-Path 'bench' 'results'
    $suffix = $onWindows ? '.exe' : ''
    $folder = [System.IO.Path]::Combine($artifacts, 'native', 'release', 'bench')
    Measure-Episodes $results
    if ([System.IO.File]::Exists('/usr/bin/valgrind')) {
        Invoke-Tool ([System.IO.Path]::Combine($folder, 'bench_bounds')) @('--results', $results)
    }
    $program = [System.IO.Path]::Combine($folder, 'bench_engine' + $suffix)
    Invoke-Tool $program (@('--results', $results) + $arguments)
    return Start-Tool 'dotnet' @([System.IO.Path]::Combine($artifacts, 'bin', 'Caco.Bench', 'release', 'Caco.Bench.dll'), '--results', $results)
}

function Invoke-Generate([string[]] $arguments) {
    Install-Requirements
    return Start-Tool 'dotnet' (@('run', '--project', 'interop/Caco.Interop.Generator', '-c', 'Release', '--') + $arguments)
}

$verb = 'help'
$rest = @()
if ($args.Count -gt 0) { $verb = [string] $args[0] }
if ($args.Count -gt 1) { $rest = [string[]] $args[1..($args.Count - 1)] }

$code = 0
try {
    switch ($verb) {
        { $_ -in 'set-up', 'setup', 'restore' } { Invoke-SetUp }
        'build' {
            if ($rest.Count -eq 2 -and $rest[0] -eq '--preset') { Build-Native $rest[1] } else { Invoke-SetUp; Invoke-Build }
        }
        'test' { $code = Invoke-Test $rest }
        'run' { Invoke-SetUp; Invoke-Build; $code = Start-Caco (@('run') + $rest) }
        'bench' { $code = Invoke-Bench $rest }
        'generate' { $code = Invoke-Generate $rest }
        'clean' { if ([System.IO.Directory]::Exists($artifacts)) { [System.IO.Directory]::Delete($artifacts, $true) } }
        'help' {
            Say 'build.ps1 VERB [ARGUMENTS]'
            Say '  set-up, restore          install what is missing and restore the packages'
            Say '  build [--preset NAME]    everything, or only the native code of one preset (release, debug, asan, tsan)'
            Say '  test [--preset NAME]     all tests, or only the native ones of one preset'
            Say '  run [ARGUMENTS]          build, then: caco run ARGUMENTS'
            Say '  bench [ARGUMENTS]        build, then the benches, native and C#; results go to bench/results (bench/README.md)'
            Say '  generate [ARGUMENTS]     write the bindings in interop/ again from caco.h'
            Say '  clean                    remove artifacts/'
        }
        default { throw "unknown verb '$verb': set-up, build, test, run, bench, generate, clean" }
    }
} catch {
    [System.Console]::Error.WriteLine("build.ps1: $($_.Exception.Message)")
    exit 1
}
exit $code
