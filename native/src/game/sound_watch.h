// Hears a world: compares it with how it was a tic before and tells which sounds began. It only reads, so that listening cannot change
// play. What it hears: actors (wake, attack, pain, death, birth of missiles and fogs, explosions), weapons in hand, pick-ups, landings,
// moving sectors and switches. Chance sounds of wandering monsters, ambient sounds and those that scripts start are not heard.
#pragma once

#include <span>
#include <vector>

#include "game/sound_table.h"
#include "sim/world.h"

namespace caco {

// Sounds of one actor on one channel cut each other off.
enum class SoundChannel : uint8_t { Voice, Weapon, Body, Item, Place };

struct SoundStart {
    SoundId sound = SoundId::None;
    SoundChannel channel = SoundChannel::Voice;
    uint32_t source = 0;      // actor slot, or place: 0x80000000 + sector
    ActorRef actor = 0;       // whom it follows; 0 = it stays
    Fixed x = 0, y = 0;
    bool everywhere = false;  // of bosses: as loud at any distance
};

class SoundWatch {
public:
    explicit SoundWatch(const World& w);
    // The world as it is now is silent: a new episode, or a restored state.
    void reset(const World& w);
    // What began since the last call, at most kMaxStarts; valid until the next call.
    std::span<const SoundStart> listen(const World& w);

    static constexpr size_t kMaxStarts = 64; // in one tic
    static constexpr uint32_t kPlace = 0x80000000u;

private:
    struct ActorShadow {
        uint32_t generation = 0;
        ClassId cls = kNoClass;
        StateId state = kNoState;
        int32_t tics = 0;
        Fixed velZ = 0;
        bool alive = false, missile = false, falling = false, lying = false;
    };
    struct MoverShadow {
        MoverKind kind = MoverKind::None;
        int32_t direction = 0;
        int32_t sector = 0;
        Fixed floor = 0;
    };
    struct WeaponShadow {
        StateId state = kNoState;
        int32_t tics = 0;
        int32_t bonus = 0;
    };
    struct SwitchShadow {
        int32_t side = 0, tier = 0, line = 0;
        TextureId texture = kNoTexture;
    };
    struct Place {
        Fixed x = 0, y = 0;
    };

    void hearActor(const World& w, uint32_t slot);
    void hearState(const World& w, const Actor& a, const ActorShadow& before);
    void hearWeapon(const World& w, int player);
    void hearPickup(const World& w, int player);
    void hearMover(const World& w, uint32_t slot);
    void hearSwitches(const World& w);
    int32_t directionOf(const World& w, const Mover& m, const MoverShadow& before) const;
    void remember(const World& w);
    void start(const World& w, const Actor& a, SoundId sound, SoundChannel channel);
    void startPlace(int32_t sector, SoundId sound);
    void add(const SoundStart& s);
    bool bornNear(const World& w, ClassId cls, const Actor& a) const;
    SoundId pick(const SoundTakes& takes, const World& w, uint32_t slot) const;

    SoundTable table_;
    ClassId chainsaw_, weapon_, powerup_;
    std::vector<ActorShadow> actors_;
    std::vector<MoverShadow> movers_;
    WeaponShadow weapons_[kMaxPlayers];
    std::vector<SwitchShadow> switches_;
    std::vector<Place> places_;        // per sector: the middle of its lines
    std::vector<uint32_t> born_;       // slots of the actors that are new in this tic
    std::vector<ClassId> taken_;       // items that left the floor in this tic
    std::vector<SoundStart> starts_;
};

} // namespace caco
