// Plays damaged content: whatever loads must play and draw without a crash, a hang or a leak; what does not load says
// why.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "game/hooks.h"
#include "render/renderer.h"
#include "sim/game_tic.h"
#include "support/damage.h"
#include "support/game_setup.h"

namespace caco::test {

// Loads the small archive once; each case brings a level, scripts or classes of its own.
class Stage {
public:
    Stage();

    // Plays MAP01 of an archive. True when it loaded and started.
    bool playArchive(const std::vector<uint8_t>& wad, TestRandom& random);
    // Plays a level that is loaded already, with these scripts and classes.
    bool play(std::shared_ptr<const Level> level, std::shared_ptr<const Behavior> behavior,
              std::shared_ptr<const ClassTable> classes, TestRandom& random);
    std::shared_ptr<const Level> load(const std::vector<uint8_t>& wad);

    std::shared_ptr<const ClassTable> classes() const { return classes_; }

private:
    std::shared_ptr<Assets> assets_;
    std::shared_ptr<const ClassTable> classes_;
};

// The failed status has a message.
void expectReason(const Status& status);

}  // namespace caco::test
