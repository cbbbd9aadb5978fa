using BenchmarkDotNet.Running;
using Caco.Vision.Bench;

// quick: every kernel in seconds, without OpenCV. compare: beside OpenCV in two minutes, as markdown. gallery FOLDER: the
// pictures of managed/Caco.Vision/gallery. vulkan [DEVICE]: batches on a Vulkan device beside one core. Anything else goes to BenchmarkDotNet: the kernels beside OpenCV.
switch (args)
{
    case ["quick"]:
        QuickBench.Run(BattleFrames.Play(640, 480, 16), Console.Out);
        QuickBench.Run(BattleFrames.Play(320, 240, 16), Console.Out);
        return 0;
    case ["compare"]:
        Comparison.Write(Console.Out);
        return 0;
    case ["vulkan"] or ["vulkan", _]:
        BatchBench.Run(Console.Out, args.ElementAtOrDefault(1));
        return 0;
    case ["gallery", var folder]:
        Gallery.Draw(folder);
        return 0;
    default:
        BenchmarkSwitcher.FromTypes([typeof(VisionBenches)]).Run(args.Length == 0 ? ["--filter", "*"] : args);
        return 0;
}
