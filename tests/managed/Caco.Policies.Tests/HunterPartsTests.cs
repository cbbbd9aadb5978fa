using System.IO.Compression;
using System.Text.Json;
using Caco.Policies.Battle;
using Caco.Policies.Parts;
using Caco.Policies.Hunter;
using CsCheck;

namespace Caco.Policies.Tests;

public class HunterPartsTests
{
    [Fact]
    public void The_odometer_reaches_the_game_s_speeds_and_turns_in_its_steps()
    {
        var odometer = new Odometer();
        odometer.Step(0, 90, 1, 0);
        Assert.Equal((0, 0, 0), (odometer.X, odometer.Y, odometer.Heading));

        // The smallest turn is 360/65536 of a circle, rounded down.
        odometer.Step(10, 10.5, 0, 0);
        Assert.Equal(10.49744, odometer.Heading, 5);
        odometer.Step(11, -10.49744, 0, 0);
        for (var tic = 12; tic < 200; tic++)
        {
            odometer.Step(tic, 0, 1, 0);
        }

        var x = odometer.X;
        odometer.Step(200, 0, 1, 0);
        Assert.Equal(16.67, odometer.X - x, 2);
        Assert.InRange(odometer.To(odometer.X + 100, odometer.Y + 100).Bearing, 44.9, 45.1);
        Assert.InRange(odometer.To(odometer.X, odometer.Y - 50).Bearing, -90.1, -89.9);
    }

    [Theory]
    [InlineData("D3_battle.weng")]
    [InlineData("D3_battle")]
    [InlineData("D3_battle.wide")]
    public void The_pistol_s_clock_knows_every_shot_of_a_recorded_game(string name)
    {
        var path = Path.Combine(GoldenFrames.Folder(name), "seed1.jsonl.gz");
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        using var meta = JsonDocument.Parse(reader.ReadLine()!);
        var attack = IndexOf(meta.RootElement.GetProperty("buttons"), "ATTACK");
        var ammo = IndexOf(meta.RootElement.GetProperty("variables"), "AMMO2");
        var pistol = new Pistol();
        var (last, shots) = (double.NaN, 0);
        while (reader.ReadLine() is { } line)
        {
            using var row = JsonDocument.Parse(line);
            if (row.RootElement.GetProperty("finished").GetInt32() != 0)
            {
                break;
            }

            var now = row.RootElement.GetProperty("v")[ammo].GetDouble();
            if (!double.IsNaN(last))
            {
                var expected = pistol.TicsToShot == 1;
                pistol.Step(row.RootElement.GetProperty("a")[attack].GetDouble() != 0);
                Assert.Equal(expected, now < last);
                shots += expected ? 1 : 0;
            }

            pistol.Observe(now);
            last = now;
        }

        Assert.InRange(shots, 3, 100);
    }

    [Fact]
    public void A_held_trigger_shoots_every_14_tics_and_a_pulled_one_every_19()
    {
        Assert.Equal([14, 14, 14], Gaps(static _ => true));
        Assert.Equal([19, 19, 19], Gaps(static pistol => pistol.TicsToTrigger == 1 && !pistol.WouldStray));

        static int[] Gaps(Func<Pistol, bool> trigger)
        {
            var pistol = new Pistol();
            var ammo = 50;
            var shots = new List<int>();
            for (var tic = 0; shots.Count < 4; tic++)
            {
                if (pistol.TicsToShot == 1)
                {
                    shots.Add(tic);
                    ammo--;
                }

                pistol.Step(trigger(pistol));
                pistol.Observe(ammo);
            }

            return [.. shots.Zip(shots.Skip(1), static (a, b) => b - a)];
        }
    }

    [Fact]
    public void A_pull_that_the_game_did_not_see_is_taken_back()
    {
        var pistol = new Pistol();
        for (var tic = 0; tic < 60 && pistol.TicsToShot != 1; tic++)
        {
            pistol.Step(trigger: true);
            pistol.Observe(20);
        }

        pistol.Step(trigger: false);
        Assert.True(pistol.WouldStray);
        pistol.Observe(20);
        Assert.Equal(1, pistol.TicsToTrigger);
        Assert.False(pistol.WouldStray);
        pistol.Observe(19);
        Assert.True(pistol.WouldStray);
    }

    [Fact]
    public void A_coarser_grain_is_a_nearer_wall()
    {
        var info = new Stage(640, 480).Info("ATTACK");
        var sense = new WallSense(new BattleEye(info).View, Vision.Palette.Gray);
        var last = 0.0;
        foreach (var distance in (double[])[30, 60, 100, 150, 220, 300])
        {
            sense.Look(new Vision.IndexedFrame(Wall(640, 480, distance), 640, 480));
            for (var strip = 0; strip < WallSense.StripCount; strip++)
            {
                Assert.True(sense.Distance(strip) > last * 0.9, $"strip {strip} at {distance}: {sense.Distance(strip)} after {last}");
            }

            last = sense.Distance(WallSense.StripCount / 2);
            Assert.InRange(last, distance * 0.6, distance * 1.9);
        }

        Assert.Equal(0, sense.Bearing(15) + sense.Bearing(16), 6);

        static byte[] Wall(int width, int height, double distance)
        {
            // A texel is one map unit, and light fades.
            var light = 45 - distance / 10;
            var random = new Random(7);
            var texels = new byte[2000, 2000];
            foreach (ref var texel in System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref texels[0, 0], texels.Length))
            {
                texel = (byte)(light + random.Next(4));
            }

            var pixels = new byte[width * height];
            for (var i = 0; i < pixels.Length; i++)
            {
                var u = (i % width - width / 2) * distance / 320;
                var v = (i / width - height / 2) * distance / 384;
                pixels[i] = texels[1000 + (int)Math.Floor(u), 1000 + (int)Math.Floor(v)];
            }

            return pixels;
        }
    }

    [Fact]
    public void A_chart_knows_walls_ways_and_ages_and_wraps()
    {
        var chart = new Chart();
        chart.Clear();
        chart.Visit(0, 0, 100);
        chart.Draw(0, 0, 0, free: 290, wall: 300);
        Assert.True(chart.IsWall(Chart.CellAt(300, 0)));
        Assert.False(chart.IsWall(Chart.CellAt(200, 0)));
        Assert.True(chart.IsByWall(Chart.CellAt(260, 0)));
        Assert.True(chart.IsFreeWay(0, 24, 230, 24));
        Assert.False(chart.IsFreeWay(0, 24, 400, 24));
        Assert.False(chart.IsKnown(Chart.CellAt(-400, 0)));
        chart.Visit(-200, 0, 160);
        Assert.Equal(60, chart.Age(Chart.CellAt(100, 0), 500));
        Assert.Equal(50, chart.Age(Chart.CellAt(100, 0), 50));
        Assert.Equal(0, chart.Age(Chart.CellAt(-200, 0), 500));
        Assert.True(chart.Staleness(0, 0, 180, 500, 100) > chart.Staleness(0, 0, 0, 500, 100));
        var far = Chart.Middle(Chart.CellAt(10, 10), 10 + Chart.Size * Chart.Cell, -Chart.Size * Chart.Cell);
        Assert.Equal((24 + Chart.Size * Chart.Cell, 24 - Chart.Size * Chart.Cell), far);
        chart.ForgetWalls();
        Assert.False(chart.IsWall(Chart.CellAt(300, 0)));
    }

    [Fact]
    public void The_scout_leaves_a_room_that_was_seen_by_its_door()
    {
        var chart = new Chart();
        chart.Clear();
        for (var tic = 0; tic < 20; tic++)
        {
            chart.Visit(24, 24, tic);
            for (var heading = 0.0; heading < 360; heading += 2)
            {
                // A square room of 400 units; the door is to the right.
                var isDoor = heading is > 76 and < 104;
                var wall = 200 / Math.Max(Math.Abs(Math.Cos(heading * Math.PI / 180)), Math.Abs(Math.Sin(heading * Math.PI / 180)));
                chart.Draw(24, 24, heading, isDoor ? 420 : wall - 20, isDoor ? 0 : wall);
            }
        }

        var scout = new Scout();
        var odometer = new Odometer();
        scout.Plan(chart, odometer);
        Assert.True(scout.HasGoal);
        Assert.True(scout.Waypoint.Y > 150, $"heads for {scout.Waypoint}");
        Assert.InRange(scout.Waypoint.X, -80, 130);
        Assert.InRange(scout.Reached, 40, 200);
    }

    [Fact]
    public void Legs_gain_speed_along_any_heading_wherever_the_view_turns() =>
        Gen.Select(Gen.Double[-180, 180], Gen.Double[-90, 90], Gen.Double[-180, 180]).Sample(static (view, turn, heading) =>
        {
            var odometer = new Odometer();
            odometer.Step(10, view, 0, 0);
            for (var tic = 0; tic < 40; tic += 2)
            {
                var (forward, right, _) = Legs.Choose(odometer, turn, 2, heading);
                odometer.Step(20, turn, forward, right);
                odometer.Step(20, turn, forward, right);
            }

            var (x, y) = Angles.Along(heading);
            Assert.True(odometer.X * x + odometer.Y * y > 60, $"{odometer.X * x + odometer.Y * y} along");
            Assert.True(Math.Abs(odometer.X * y - odometer.Y * x) < 200, $"{odometer.X * y - odometer.Y * x} aside");
        });

    [Fact]
    public void A_tracker_follows_what_walks_and_forgets_what_is_gone()
    {
        var stage = new Stage(640, 480);
        var eye = new BattleEye(stage.Info("ATTACK"));
        var odometer = new Odometer();
        var tracker = new Tracker(memoryTics: 140, mostMisses: 1, furthest: 2000);
        for (var tic = 0; tic < 10; tic += 2)
        {
            stage.Clear(tic);
            stage.Imp(-10 + tic, 300);
            eye.Look(stage.Frame);
            tracker.Observe(eye.Imps, odometer, tic);
            Assert.Equal(1, tracker.Items.Length);
            Assert.Equal(1, tracker.Items[0].Id);
            Assert.Equal(tic / 2 + 1, tracker.Items[0].Looks);
        }

        Assert.True(tracker.TryNearest(odometer, out var bearing, out var distance));
        Assert.InRange(bearing, -4, 0);
        Assert.InRange(distance, 250, 350);

        // Out of view it stays in mind; in view it is missed twice.
        stage.Clear(50);
        eye.Look(stage.Frame);
        odometer.Step(10, 90, 0, 0);
        tracker.Observe(eye.Imps, odometer, 12);
        Assert.Equal(1, tracker.Items.Length);
        odometer.Step(11, -90, 0, 0);
        tracker.Observe(eye.Imps, odometer, 14);
        Assert.Equal(1, tracker.Items.Length);
        tracker.Observe(eye.Imps, odometer, 16);
        Assert.Equal(0, tracker.Items.Length);
    }

    [Fact]
    public void Wall_points_bound_a_lane_for_a_second()
    {
        var points = new WallPoints();
        points.Clear();
        points.Add(100, 10, 5);
        points.Add(60, 30, 5);
        points.Gather(0, 0, 6, 250);
        Assert.Equal(100, points.Clearance(0, 18, 200), 6);
        Assert.Equal(200, points.Clearance(180, 18, 200), 6);
        points.Gather(0, 0, 60, 250);
        Assert.Equal(200, points.Clearance(0, 18, 200), 6);
    }

    private static int IndexOf(JsonElement names, string name) =>
        names.EnumerateArray().Select(static e => e.GetString()).ToList().IndexOf(name);
}
