namespace Caco.Loop.Workers;

/// <summary>The entry point of a worker process; people use the caco command.</summary>
internal static class WorkerProgram
{
    /// <summary>The argument by which the parent asks for a worker.</summary>
    public const string Verb = "worker";

    public static int Main(string[] arguments)
    {
        if (arguments is not [Verb])
        {
            Console.Error.WriteLine("This program is started by the loop, with its end of two pipes; use the caco command.");
            return 2;
        }

        var input = Console.OpenStandardInput();
        var output = Console.OpenStandardOutput();

        // The pipes belong to the protocol, whatever a policy prints.
        Console.SetIn(TextReader.Null);
        Console.SetOut(TextWriter.Null);
        try
        {
            NativeLimits.Exit(WorkerHost.Serve(input, output));
        }
        catch (OutOfMemoryException)
        {
            NativeLimits.Exit(WorkerHost.MemoryCode);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            Console.Error.WriteLine(e.Message);
            NativeLimits.Exit(1);
        }

        return 0;
    }
}
