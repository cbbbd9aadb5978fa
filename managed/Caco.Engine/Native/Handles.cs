using System.Runtime.InteropServices;
using Caco.Interop;

namespace Caco.Engine;

/// <summary>Owns one native object; it is destroyed when the handle is disposed and no call is under way in it.</summary>
internal abstract class NativeHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;
}

internal sealed unsafe class AssetsHandle : NativeHandle
{
    public AssetsHandle(caco_assets* assets) => SetHandle((nint)assets);

    protected override bool ReleaseHandle()
    {
        CacoNative.caco_assets_destroy((caco_assets*)handle);
        return true;
    }
}

internal sealed unsafe class ScenarioHandle : NativeHandle
{
    public ScenarioHandle(caco_scenario* scenario) => SetHandle((nint)scenario);

    protected override bool ReleaseHandle()
    {
        CacoNative.caco_scenario_destroy((caco_scenario*)handle);
        return true;
    }
}

internal sealed unsafe class GameHandle : NativeHandle
{
    public GameHandle(caco_game* game) => SetHandle((nint)game);

    protected override bool ReleaseHandle()
    {
        CacoNative.caco_game_destroy((caco_game*)handle);
        return true;
    }
}

internal sealed unsafe class BatchHandle : NativeHandle
{
    public BatchHandle(caco_batch* batch) => SetHandle((nint)batch);

    protected override bool ReleaseHandle()
    {
        CacoNative.caco_batch_destroy((caco_batch*)handle);
        return true;
    }
}

/// <summary>Keeps a native object alive for the length of a call, whatever another thread disposes meanwhile.</summary>
internal readonly ref struct HandleLease : IDisposable
{
    private readonly NativeHandle _handle;
    private readonly bool _added;

    /// <exception cref="ObjectDisposedException">The handle is disposed.</exception>
    public HandleLease(NativeHandle handle)
    {
        _handle = handle;
        handle.DangerousAddRef(ref _added);
    }

    public nint Pointer => _handle.DangerousGetHandle();

    public void Dispose()
    {
        if (_added)
        {
            _handle.DangerousRelease();
        }
    }
}
