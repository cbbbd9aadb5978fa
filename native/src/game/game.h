// One game: ViZDoom's rules on top of a world (simulation.md section 3).
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/aligned_buffer.h"
#include "game/audio.h"
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
    int32_t players = 0;           // 1..16; 0 = the scenario's "-host N", else 1
};

// What an episode remembers for one player beside its world. Trivially copyable: part of a snapshot.
struct EpisodeState {
    uint32_t episodeSeed;
    int32_t stateNumber;
    int32_t livingTime, lastLivingTime; // simulation.md 3.10: L and lastL
    double lastMapReward, lastReward, totalReward;
    int32_t deathCount;
    int32_t lastActionTic;              // of a button that was not 0
    int32_t pad2_;
    uint8_t dead, finished, mapEnded, pad_;
    double shaped[10];                  // quantities of the shaping rewards at the last step
};

// An object as it was at the last update.
struct ObjectRow {
    uint32_t id;
    ClassId cls;
    int32_t sector;
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

// What a snapshot keeps of a player's seat.
struct SeatState {
    InputState input;
    EpisodeState episode;
    VariableBlock variables;
};

// A frame in the scenario's format, made when it is asked for.
struct Converted {
    AlignedBuffer pixels;
    bool stale = true;
};

// One player's place in a game: his input, rewards, variables and view.
struct Seat : SeatState {
    std::unique_ptr<Renderer> renderer;
    std::vector<LabelRow> labels;
    Converted screen, automap;
    uint32_t frameNumber = 0;
};

inline constexpr size_t kMaxObjects = 4096; // of an object list

// Owner thread only. Nothing on the step path allocates once warm. A game has one world and a seat per player; what is said of one
// player counts for the selected seat (the first, unless select() chose another).
class Game {
public:
    static Status create(std::shared_ptr<const Content> content, const GameConfig& config, const GameOptions& options, std::unique_ptr<Game>& out);

    void setSeed(uint32_t seed);
    Status newEpisode();
    Status startEpisode(uint32_t episodeSeed);
    Status setAction(std::span<const double> values);
    // All players' actions, one after the other; each as many values as there are buttons.
    Status setActions(std::span<const double> values);
    // The buttons of the human that a SPECTATOR game watches: all kButtons values by button number.
    Status setSpectated(std::span<const double> values);
    Status advance(uint32_t tics, bool update);
    // Brings the selected player back at once. Only games of several players go on after a death.
    Status respawn();
    // A console command of the selected player (game/commands.h).
    Status command(std::string_view text);

    int playerCount() const { return static_cast<int>(seats_.size()); }
    int selected() const { return selected_; }
    Status select(int player);
    const Seat& seat(int player) const { return seats_[static_cast<size_t>(player)]; }

    const GameConfig& config() const { return config_; }
    const EpisodeState& episode() const { return current().episode; }
    uint32_t seed() const { return seed_; }
    int32_t episodeTime() const { return world_->state->mapTime; }
    bool timeoutReached() const;
    bool isMultiplayer() const { return rules_.multiplayer; }
    const VariableBlock& variables() const { return current().variables; }
    const InputState& input() const { return current().input; }
    const World& world() const { return *world_; }
    World& world() { return *world_; }
    const Content& content() const { return *content_; }
    std::shared_ptr<const Content> sharedContent() const { return content_; }
    const Renderer* renderer() const { return current().renderer.get(); }
    uint32_t frameNumber() const { return current().frameNumber; }
    int32_t width() const { return width_; }
    int32_t height() const { return height_; }
    void redraw();
    // Whether updates draw (they do at first). Undrawn updates leave the frames of the last drawn one and an empty list of labels;
    // play is the same either way.
    void setDrawing(bool on) { drawing_ = on; }
    bool isDrawing() const { return drawing_ && current().renderer; }
    // Settings of this and later episodes.
    NewGame& rules() { return rules_; }

    // Converted frame in the scenario's format, made on first use after a drawn frame; null without a screen.
    const uint8_t* convertedScreen();
    const uint8_t* convertedAutomap();
    // The drawn screen in any format, into memory of the caller. Only for games with a screen.
    void convertScreen(ScreenFormat format, uint8_t* out);
    // Lists of the last update.
    std::span<const LabelRow> labels() const { return current().labels; }
    std::span<const ObjectRow> objects() const { return objects_; }
    const std::string& objectName(const ObjectRow& row) const;
    // What the selected player heard in the last tics; null unless audio_buffer_enabled.
    const Audio* audio() const { return audio_.get(); }
    // Lines of text for the selected player of the tics that the scenario keeps, oldest first; "" when switched off.
    std::string notifications() const;
    // Problems so far, each once, one a line.
    std::string reports() const;

    // What the next tic will need, into the caches; changes nothing.
    void fetchAhead() const;

    uint64_t hash() const { return world_->hash(); }
    size_t snapshotSize() const;
    void save(std::byte* out) const;
    Status restore(const std::byte* data, size_t size);
    Status saveFile(const std::string& path) const;
    Status restoreFile(const std::string& path);

private:
    Game(std::shared_ptr<const Content> content, const GameConfig& config, const GameOptions& options);
    Status build(const GameOptions& options);
    Status buildSeat(Seat& seat, const GameOptions& options);
    Status checkSupported(const GameOptions& options);
    Status readGameArgs(int32_t& players);
    Status beginWorld(uint32_t episodeSeed);
    Status openFirstEpisode(uint32_t episodeSeed);
    Status runToStart();
    void step();
    void update();
    void rewardStep();
    void rewardStep(Seat& seat);
    void refreshFlags();
    void refreshFlags(int player, Seat& seat);
    void drawAll();
    void drawUpdate();
    void draw(int player, Seat& seat);
    ObjectRow rowOf(Actor& a);
    void listLabels(Seat& seat);
    void listObjects();
    const uint8_t* converted(Converted& frame, const uint8_t* indices, void (Renderer::*convert)(ScreenFormat, uint8_t*));
    Seat& current() { return seats_[static_cast<size_t>(selected_)]; }
    const Seat& current() const { return seats_[static_cast<size_t>(selected_)]; }

    std::shared_ptr<const Content> content_;
    GameConfig config_;
    LoadedMap map_;
    std::unique_ptr<GameHooks> hooks_;
    std::unique_ptr<World> world_;
    std::unique_ptr<Audio> audio_;       // null: nobody listens
    std::vector<Seat> seats_;
    int selected_ = 0;
    Mt19937 seedSource_{};
    uint32_t seed_ = 0;
    std::vector<ObjectRow> objects_;
    std::vector<std::string> deadNames_; // per class
    std::vector<std::string> warnings_;
    std::string playerName_;             // of the first player, from game_args
    NewGame rules_;                      // but for the seed
    uint32_t viewStride_ = 0;            // bytes of a seat's part of the world's view section
    uint32_t updateNotices_ = 0, previousNotices_ = 0; // notices said at the last two updates
    int32_t width_ = 0, height_ = 0;
    bool freshView_ = false;
    bool drawing_ = true;
};

} // namespace caco
