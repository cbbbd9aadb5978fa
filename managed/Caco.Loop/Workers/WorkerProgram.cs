namespace Caco.Loop.Workers;

/// <summary>The entry point of a worker process; people use the caco command.</summary>
internal static class WorkerProgram
{
    public static int Main(string[] arguments)
    {
        Console.Error.WriteLine("This program is started by the loop, with its end of two pipes; use the caco command.");
        return 2;
    }
}
