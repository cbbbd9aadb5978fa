namespace Caco.Interop.Tests;

internal static class BuiltLibrary
{
    /// <summary>Skips the test where the native library was not built.</summary>
    public static void Need()
    {
        bool named = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(NativeLoader.Variable));
        Assert.SkipUnless(
            named || File.Exists(Path.Combine(AppContext.BaseDirectory, NativeLoader.FileName)),
            $"{NativeLoader.FileName} is not beside the tests: build the native code first");
    }
}
