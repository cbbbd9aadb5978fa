using System.Globalization;
using System.Text;
using Caco.Engine;
using Caco.Loop.Imaging;

namespace Caco.Cli.Gallery;

/// <summary>
/// Draws the scenes of <see cref="GalleryShot.All"/> in three resolutions with every buffer, as PNG files, a contact sheet for each
/// resolution, and a page that shows all. The same files on every machine with the same IWAD. One thread at a time.
/// </summary>
internal sealed class GalleryMaker(string folder, string? iwad)
{
    private const uint Seed = 4;

    // A player does not turn in the first tics of his life.
    private const int FirstTics = 10;

    // Between two summoned things, degrees.
    private const double PlaceAngle = 60;

    private static readonly (string Name, string Settings)[] Looks =
    [
        ("160x120", "screen_resolution = RES_160X120\nrender_crosshair = true\nautomap_mode = OBJECTS_WITH_SIZE\n"),
        ("320x240", "screen_resolution = RES_320X240\nrender_hud = true\nautomap_mode = OBJECTS\n"),
        ("640x480", "screen_resolution = RES_640X480\nrender_hud = true\nrender_minimal_hud = true\nrender_crosshair = true\n"
            + "automap_mode = OBJECTS\nautomap_rotate = true\nautomap_render_objects_as_sprites = true\nrender_messages = true\n"),
    ];

    private const string AllBuffers =
        "depth_buffer_enabled = true\nlabels_buffer_enabled = true\nautomap_buffer_enabled = true\nobjects_info_enabled = true\n"
        + "render_weapon = true\navailable_buttons = { ATTACK MOVE_FORWARD MOVE_BACKWARD TURN_LEFT TURN_RIGHT TURN_LEFT_RIGHT_DELTA }\n";

    /// <summary>The files written, relative to the folder: pictures, sheets, the page.</summary>
    public IReadOnlyList<string> Make()
    {
        Directory.CreateDirectory(folder);
        var files = new List<string>();
        var page = new StringBuilder("<!doctype html>\n<meta charset=\"utf-8\">\n<title>Caco gallery</title>\n");
        page.Append("<style>body{background:#18181c;color:#ccc;font:14px sans-serif} img{image-rendering:pixelated;max-width:100%}</style>\n");
        var scenario = BuiltinScenario.Get();
        using var assets = GameAssets.Load([IwadLocator.Find(iwad), scenario.Source]);
        foreach (var (look, settings) in Looks)
        {
            var cells = new List<(Picture, string)>();
            foreach (var shot in GalleryShot.All)
            {
                foreach (var (buffer, picture) in Take(scenario, assets, settings, shot))
                {
                    var file = $"{look}-{shot.Name}-{buffer}.png";
                    picture.Save(Path.Combine(folder, file));
                    files.Add(file);
                    cells.Add((picture, $"{shot.Name} {buffer}"));
                }
            }

            var sheet = $"{look}.png";
            ContactSheet.Create($"Caco {look}", cells, columns: 4).Save(Path.Combine(folder, sheet));
            files.Add(sheet);
            page.Append(CultureInfo.InvariantCulture, $"<h2>{look}</h2>\n<p><img src=\"{sheet}\" alt=\"{look}\"></p>\n");
        }

        page.Append("<ul>\n");
        foreach (var shot in GalleryShot.All)
        {
            page.Append(CultureInfo.InvariantCulture, $"<li>{shot.Name}: {shot.Title}</li>\n");
        }

        page.Append("</ul>\n");
        File.WriteAllText(Path.Combine(folder, "index.html"), page.ToString());
        files.Add("index.html");
        return files;
    }

    private static List<(string Buffer, Picture Picture)> Take(
        BuiltinScenario builtin, GameAssets assets, string settings, GalleryShot shot)
    {
        var scenario = builtin.CreateScenario();
        scenario.LoadText(AllBuffers + settings, "gallery");
        using var game = new DoomGame(scenario, assets);
        game.SetSeed(Seed);
        game.Init();
        var turn = new double[scenario.Buttons.Count];
        game.MakeAction(turn, FirstTics);
        var places = shot.Commands.Count(static c => c.StartsWith("summon ", StringComparison.Ordinal));
        Turn(-PlaceAngle * (places - 1) / 2);
        foreach (var command in shot.Commands)
        {
            game.SendGameCommand(command);
            Turn(command.StartsWith("summon ", StringComparison.Ordinal) ? PlaceAngle : 0);
        }

        Turn(-PlaceAngle * (places + 1) / 2);
        var action = scenario.Buttons.Select(button => shot.Buttons.Contains(Names.Of(button)) ? 1.0 : 0.0).ToArray();
        var rest = new double[scenario.Buttons.Count];
        for (var tic = 0; tic < shot.Pause && !game.IsEpisodeFinished(); tic++)
        {
            game.MakeAction(rest);
        }

        for (var tic = 0; tic < shot.Tics && !game.IsEpisodeFinished(); tic++)
        {
            game.MakeAction(action);
        }

        return
        [
            ("screen", Draw(game, FrameBuffer.Indices, assets.Palette)),
            ("depth", Draw(game, FrameBuffer.Depth, Greys())),
            ("labels", Draw(game, FrameBuffer.Labels, LabelColors())),
            ("automap", Draw(game, FrameBuffer.AutomapIndices, assets.Palette)),
        ];

        // What is summoned stands before the player, so that each needs a place of its own.
        void Turn(double degrees)
        {
            turn[^1] = degrees;
            game.MakeAction(turn);
        }
    }

    private static Picture Draw(DoomGame game, FrameBuffer buffer, ReadOnlySpan<byte> colors)
    {
        var frame = game.GetFrame(buffer);
        return Picture.FromIndices(frame.Pixels, colors, frame.Width, frame.Height);
    }

    // Near is bright, so that shapes stand out.
    private static byte[] Greys() => [.. Enumerable.Range(0, 256).SelectMany(static v => Enumerable.Repeat((byte)(255 - v), 3))];

    // Walls black, floors and ceilings grey, every thing a colour of its own.
    private static byte[] LabelColors()
    {
        var colors = new byte[256 * 3];
        for (var value = 1; value < 256; value++)
        {
            var mixed = (uint)value * 2654435761u;
            for (var channel = 0; channel < 3; channel++)
            {
                colors[value * 3 + channel] = value == 1 ? (byte)56 : (byte)(96 + (mixed >> (8 + 8 * channel)) % 160);
            }
        }

        return colors;
    }
}
