// Buttons to tic commands: simulation.md section 4, by its numbers.
#include <gtest/gtest.h>

#include <cmath>

#include "support/game_setup.h"

namespace caco::test {
namespace {

constexpr uint32_t kOneDegreeUnits = 0x10000;  // command units to binary angle

class Input : public ::testing::Test {
protected:
    void play(const std::string& buttons, const std::string& more = "") {
        game = gameOf(contentOf(roomWad(room())),
                      configOf("seed = 1\navailable_buttons = { " + buttons + " }\n" + more), {.noScreen = true});
        ASSERT_TRUE(game);
        act(*game, {}, 12);  // the pawn does not move in its first tics
    }
    // The command of one tic with these values.
    const TicCommand& tic(const std::vector<double>& values) {
        act(*game, values);
        return game->world().state->player[0].cmd;
    }
    Actor& pawn() { return *game->world().resolve(game->world().state->player[0].pawn); }

    std::unique_ptr<Game> game;
};

TEST_F(Input, TurningIsSlowForFiveTics) {
    play("TURN_RIGHT TURN_LEFT SPEED");
    for (int i = 1; i <= 8; ++i) {
        EXPECT_EQ(tic({1}).yaw, i < 6 ? -320 : -640) << i;
    }
    EXPECT_EQ(tic({1, 0, 1}).yaw, -1280);
    EXPECT_EQ(tic({0, 1}).yaw, 640) << "a change of direction does not restart the ramp";
    EXPECT_EQ(tic({1, 1}).yaw, 0);
    EXPECT_EQ(tic({}).yaw, 0);
    EXPECT_EQ(tic({0, 1, 1}).yaw, 320) << "a released key restarts it, SPEED or not";
}

TEST_F(Input, TheAngleFollowsTheCommandInTheSameTic) {
    play("TURN_LEFT_RIGHT_DELTA TURN_LEFT");
    const Angle before = pawn().angle;
    EXPECT_EQ(tic({10.5}).yaw, -1911);
    EXPECT_EQ(pawn().angle, before - 1911u * kOneDegreeUnits);
    EXPECT_NEAR((before - pawn().angle) / 4294967296.0 * 360, 10.49744, 1e-5);
    EXPECT_EQ(tic({-10.5}).yaw, 1912) << "units are rounded down";
    EXPECT_EQ(tic({0, 1}).yaw, 320);
    EXPECT_EQ(tic({10.5, 1}).yaw, 320 - 1911) << "deltas and keys add up";
}

TEST_F(Input, LookingUpLowersThePitch) {
    play("LOOK_UP_DOWN_DELTA LOOK_UP LOOK_DOWN SPEED");
    EXPECT_EQ(tic({5}).pitch, 910);
    EXPECT_NEAR(game->variables()[variable::kPitch], -4.99878, 1e-5);
    EXPECT_EQ(tic({0, 1}).pitch, 450);
    EXPECT_EQ(tic({0, 1, 0, 1}).pitch, 512);
    EXPECT_EQ(tic({0, 0, 1}).pitch, -450);
    EXPECT_EQ(tic({175}).pitch, 0x7800) << "the sum saturates";
    EXPECT_EQ(tic({-175}).pitch, -0x7800);
    EXPECT_EQ(tic({1000}).pitch, static_cast<int16_t>(182044)) << "and units wrap";
}

TEST_F(Input, TheMaximumFiltersDeltas) {
    play("TURN_LEFT_RIGHT_DELTA MOVE_FORWARD_BACKWARD_DELTA",
         "button_max_value = { TURN_LEFT_RIGHT_DELTA 5 MOVE_FORWARD_BACKWARD_DELTA 10 }");
    EXPECT_EQ(tic({10.5}).yaw, -911) << "910.2 + 1, rounded down";
    EXPECT_NEAR(game->input().value[button::kTurnDelta], (5 / 180.0 * 32768 + 1) / 32768 * 180, 1e-12)
        << "the stored value changes";
    EXPECT_EQ(tic({-10.5}).yaw, 910) << "-910.2 + 1: the one has no sign";
    EXPECT_EQ(tic({4}).yaw, -728) << "below the maximum";
    EXPECT_EQ(tic({0, 50}).forward, 11 * 256);
    EXPECT_EQ(tic({0, -50}).forward, -9 * 256);
    EXPECT_EQ(tic({0, 10}).forward, 10 * 256);
    EXPECT_EQ(game->input().value[button::kForwardDelta], 10);
}

TEST_F(Input, MovementSpeedsAndTheirLimit) {
    play("MOVE_FORWARD MOVE_BACKWARD MOVE_RIGHT MOVE_LEFT MOVE_UP MOVE_DOWN SPEED STRAFE TURN_RIGHT TURN_LEFT");
    EXPECT_EQ(tic({1}).forward, 25 * 256);
    EXPECT_EQ(tic({0, 1}).forward, -25 * 256);
    EXPECT_EQ(tic({1, 1}).forward, 0);
    EXPECT_EQ(tic({1, 0, 0, 0, 0, 0, 1}).forward, 50 * 256);
    EXPECT_EQ(tic({0, 0, 1}).side, 24 * 256);
    EXPECT_EQ(tic({0, 0, 0, 1, 0, 0, 1}).side, -40 * 256);
    EXPECT_EQ(tic({0, 0, 0, 0, 1}).up, 256);
    EXPECT_EQ(tic({0, 0, 0, 0, 0, 1, 1}).up, -768);
    const TicCommand strafing = tic({0, 0, 1, 0, 0, 0, 1, 1, 1});
    EXPECT_EQ(strafing.side, 50 * 256) << "40 + 40, clamped";
    EXPECT_EQ(strafing.yaw, 0);
    EXPECT_EQ(tic({0, 0, 0, 0, 0, 0, 0, 1, 0, 1}).side, -24 * 256);
}

TEST_F(Input, MovementDeltasAreWholeUnits) {
    play("MOVE_FORWARD_BACKWARD_DELTA MOVE_LEFT_RIGHT_DELTA MOVE_UP_DOWN_DELTA MOVE_FORWARD");
    EXPECT_EQ(tic({7.9}).forward, 7 * 256);
    EXPECT_EQ(tic({-7.1}).forward, -8 * 256);
    EXPECT_EQ(tic({1000}).forward, 50 * 256);
    EXPECT_EQ(tic({0, -13}).side, -13 * 256);
    EXPECT_EQ(tic({0, 0, 300}).up, 300);
    EXPECT_EQ(tic({10, 0, 0, 1}).forward, 35 * 256);
}

TEST_F(Input, WildNumbersAreHarmless) {
    play("TURN_LEFT_RIGHT_DELTA MOVE_FORWARD_BACKWARD_DELTA LOOK_UP_DOWN_DELTA ATTACK");
    const double wild[] = {1e308, -1e308, INFINITY, -INFINITY, NAN, 1e-320};
    for (const double a : wild) {
        const TicCommand& cmd = tic({a, a, a, a});
        EXPECT_LE(std::abs(cmd.forward), 50 * 256);
    }
    EXPECT_FALSE(game->episode().finished);
}

TEST_F(Input, TurnAroundFiresOnChangesOnly) {
    play("TURN180 TURN_LEFT");
    const Angle start = pawn().angle;
    EXPECT_NE(tic({1}).buttons & kBtTurn180, 0u);
    for (int i = 1; i < 9; ++i) {
        EXPECT_EQ(tic({1, 1}).buttons & kBtTurn180, 0u) << "held";
        EXPECT_EQ(pawn().angle, start + 238609294u * static_cast<uint32_t>(i + 1)) << "turning keys are ignored";
    }
    EXPECT_EQ(pawn().angle, start + 238609294u * 9);
    tic({1, 0});
    EXPECT_EQ(pawn().angle, start + 238609294u * 9) << "done";
    EXPECT_NE(tic({2}).buttons & kBtTurn180, 0u) << "another nonzero value is a change";
    EXPECT_EQ(tic({0}).buttons & kBtTurn180, 0u);
}

TEST_F(Input, LandLastsOneTic) {
    play("LAND MOVE_UP");
    EXPECT_EQ(tic({1, 1}).up, -32768);
    EXPECT_EQ(tic({1, 1}).up, 256);
}

TEST_F(Input, WeaponsAreChosenOnce) {
    play("SELECT_WEAPON1 SELECT_WEAPON2 SELECT_NEXT_WEAPON SELECT_PREV_WEAPON SELECT_WEAPON7");
    const World& w = game->world();
    const Player& p = w.state->player[0];
    auto settle = [&] {
        for (int i = 0; i < 40; ++i) {
            tic({});
        }
        return game->variables()[variable::kSelectedWeapon];
    };
    EXPECT_EQ(settle(), 2);
    tic({1});
    ASSERT_NE(p.pendingWeapon, 0u);
    EXPECT_EQ(w.info(*w.resolve(p.pendingWeapon)).name, "Fist");
    EXPECT_EQ(settle(), 1);
    tic({0, 0, 1});
    EXPECT_EQ(settle(), 2);
    tic({0, 0, 0, 1});
    EXPECT_EQ(settle(), 1);
    tic({0, 0, 0, 0, 1});
    EXPECT_EQ(settle(), 1) << "not owned";
    tic({0, 1});
    EXPECT_EQ(settle(), 2);
}

TEST_F(Input, UnavailableButtonsDoNothing) {
    play("MOVE_FORWARD");
    EXPECT_EQ(tic({0}).buttons, 0u);
    EXPECT_EQ(tic({1}).buttons, uint32_t{kBtForward});
    const Status status = game->setAction(std::vector<double>{1, 2});
    EXPECT_EQ(status.code, StatusCode::InvalidArgument);
    EXPECT_NE(status.message.find("2 values"), std::string::npos) << status.message;
    EXPECT_NE(status.message.find("1 available"), std::string::npos) << status.message;
    EXPECT_EQ(tic({}).buttons, 0u) << "missing values are 0";
}

TEST_F(Input, ANewEpisodeReleasesEverything) {
    play("MOVE_FORWARD TURN180");
    tic({1, 1});
    ASSERT_TRUE(game->newEpisode().ok());
    EXPECT_EQ(game->world().state->player[0].cmd.buttons, 0u);
    EXPECT_EQ(game->input().value[button::kTurn180], 0);
    EXPECT_NE(tic({1, 1}).buttons & kBtTurn180, 0u);
}

TEST_F(Input, TheActionActsInItsOwnTic) {
    play("MOVE_FORWARD");
    const Fixed before = pawn().y;
    tic({1});
    EXPECT_GT(pawn().y, before);
}

}  // namespace
}  // namespace caco::test
