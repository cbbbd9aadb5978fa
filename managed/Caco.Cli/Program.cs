return Caco.Cli.App.Run(args, Console.Out, Console.Error);
