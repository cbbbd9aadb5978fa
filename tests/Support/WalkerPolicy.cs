namespace Caco.Testing;

/// <summary>The source of a policy that a test can say in one statement.</summary>
internal static class WalkerPolicy
{
    public const string FileName = "Walker.cs";

    /// <summary>A policy of one statement over the slots forward, attack and turn (degrees a tic) of b.</summary>
    public static string Source(string act) =>
        $$"""
        using System;
        using Caco.Policies;

        public sealed class Walker : IPolicy
        {
            private int forward, attack, turn;

            public void Reset(EpisodeInfo info)
            {
                forward = info.ButtonSlot("MOVE_FORWARD");
                attack = info.ButtonSlot("ATTACK");
                turn = info.ButtonSlot("TURN_LEFT_RIGHT_DELTA");
            }

            public void Act(in Observation observation, Span<float> b)
            {
                {{act}}
            }
        }
        """;
}
