using Caco.Vision.Bench;

QuickBench.Run(BattleFrames.Play(640, 480, 16), Console.Out);
QuickBench.Run(BattleFrames.Play(320, 240, 16), Console.Out);
return 0;
