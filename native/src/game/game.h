// One game: ViZDoom's rules on top of a world (simulation.md section 3).
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/aligned_buffer.h"
#include "game/config.h"
#include "game/content.h"
#include "game/hooks.h"
#include "game/input.h"
#include "game/variables.h"
#include "render/renderer.h"

namespace caco {

struct GameOptions {
    uint32_t actorCapacity = 4096;
    int32_t width = 0, height = 0; // 0 = the scenario's resolution
    bool holdAnimations = false;
    bool noScreen = false;
    bool freshView = false;        // new episodes forget what drawing remembered
};

// What an episode remembers beside its world. Trivially copyable: part of a snapshot.
struct EpisodeState {
    uint32_t episodeSeed;
    int32_t stateNumber;
    int32_t livingTime, lastLivingTime; // simulation.md 3.10: L and lastL
    double lastMapReward, lastReward, totalReward;
    int32_t deathCount;
    uint8_t dead, finished, mapEnded, pad_;
    double shaped[10];                  // quantities of the shaping rewards at the last step
};

// An object as it was at the last update.
struct ObjectRow {
    uint32_t id;
    ClassId cls;
    bool dead;
    Fixed x, y, z;
    Fixed velX, velY, velZ;
    Angle angle, roll;
    int32_t pitch;
};

// An object in the drawn frame.
struct LabelRow {
    ObjectRow object;
    LabelBox box;
};

// Owner thread only. Nothing on the step path allocates once warm.
class Game {
public:
    static Status create(std::shared_ptr<const Content> content, const GameConfig& config, const GameOptions& options, std::unique_ptr<Game>& out);

    void setSeed(uint32_t seed);
    Status newEpisode();
    Status startEpisode(uint32_t episodeSeed);
    Status setAction(std::span<const double> values);
    Status advance(uint32_t tics, bool update);

    const GameConfig& config() const { return config_; }
    const EpisodeState& episode() const { return episode_; }
    uint32_t seed() const { return seed_; }
    int32_t episodeTime() const { return world_->state->mapTime; }
    bool timeoutReached() const;
    const VariableBlock& variables() const { return variables_; }
    const InputState& input() const { return input_; }
    const World& world() const { return *world_; }
    World& world() { return *world_; }
    const Content& content() const { return *content_; }
    std::shared_ptr<const Content> sharedContent() const { return content_; }
    const Renderer* renderer() const { return renderer_.get(); }
    uint32_t frameNumber() const { return frameNumber_; }
    int32_t width() const { return width_; }
    int32_t height() const { return height_; }
    void redraw();

    // Converted frame in the scenario's format, made on first use after a drawn frame; null without a screen.
    const uint8_t* convertedScreen();
    const uint8_t* convertedAutomap();
    // Lists of the last update.
    std::span<const LabelRow> labels() const { return labels_; }
    std::span<const ObjectRow> objects() const { return objects_; }
    const std::string& objectName(const ObjectRow& row) const;
    // Problems so far, each once, one a line.
    std::string reports() const;

    uint64_t hash() const { return world_->hash(); }
    size_t snapshotSize() const;
    void save(std::byte* out) const;
    Status restore(const std::byte* data, size_t size);

private:
    Game(std::shared_ptr<const Content> content, const GameConfig& config, const GameOptions& options);
    Status build(const GameOptions& options);
    Status checkSupported();
    void readGameArgs();
    Status beginWorld(uint32_t episodeSeed);
    Status openFirstEpisode(uint32_t episodeSeed);
    Status runToStart();
    void step();
    void update();
    void rewardStep();
    void refreshFlags();
    void draw();
    ObjectRow rowOf(Actor& a);
    void listLabels();
    void listObjects();
    void readShaped(double out[10]) const;

    std::shared_ptr<const Content> content_;
    GameConfig config_;
    LoadedMap map_;
    std::unique_ptr<GameHooks> hooks_;
    std::unique_ptr<World> world_;
    std::unique_ptr<Renderer> renderer_;
    Mt19937 seedSource_{};
    uint32_t seed_ = 0;
    InputState input_{};
    EpisodeState episode_{};
    VariableBlock variables_{};
    std::vector<ObjectRow> objects_;
    std::vector<LabelRow> labels_;
    std::vector<std::string> deadNames_; // per class
    std::vector<std::string> warnings_;
    NewGame rules_;                      // but for the seed
    AlignedBuffer screen_, automap_;     // converted frames
    bool screenStale_ = true, automapStale_ = true;
    uint32_t frameNumber_ = 0;
    int32_t width_ = 0, height_ = 0;
    bool freshView_ = false;
};

} // namespace caco
