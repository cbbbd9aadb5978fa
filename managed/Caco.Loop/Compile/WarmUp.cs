namespace Caco.Loop.Compile;

/// <summary>A policy that touches the parts of the compiler that real ones do.</summary>
internal static class WarmUp
{
    public const string Source =
        """
        namespace Warm;

        public readonly record struct Spot(int X, double Distance)
        {
            public bool IsNear => Distance < 100;
        }

        internal sealed class Memory
        {
            private readonly List<Spot> _spots = [];

            public IEnumerable<Spot> Near() => _spots.Where(static s => s.IsNear).OrderBy(static s => s.Distance);

            public void Add(in Spot spot)
            {
                foreach (var old in _spots)
                {
                    if (old == spot)
                    {
                        return;
                    }
                }

                _spots.Add(spot with { X = spot.X + 1 });
            }
        }

        public sealed class WarmPolicy : IPolicy
        {
            [Tunable(0, 10)]
            private const double Speed = 4.5;

            private readonly Memory _memory = new();
            private EpisodeInfo? _info;
            private int _turn = -1;

            public void Reset(EpisodeInfo info)
            {
                _info = info;
                _turn = info.ButtonSlot("TURN_LEFT_RIGHT_DELTA");
            }

            public void Act(in Observation observation, Span<float> buttons)
            {
                buttons.Clear();
                using (_info!.Log.Look())
                {
                    for (var y = 0; y < observation.Screen.Height; y += 7)
                    {
                        var row = observation.Screen.Row(y);
                        for (var x = 0; x < row.Length; x++)
                        {
                            if (row[x] is > 170 and < 176)
                            {
                                _memory.Add(new Spot(x, Math.Sqrt(x * x + y * y)));
                            }
                        }
                    }
                }

                var nearest = _memory.Near().FirstOrDefault();
                _info.Log.Trace($"nearest {nearest.X} at {nearest.Distance:0.0}");
                var side = nearest switch { { X: < 100 } => -1, { X: > 200 } => 1, _ => 0 };
                if (_turn >= 0)
                {
                    buttons[_turn] = (float)(side * Speed);
                }
            }
        }
        """;
}
