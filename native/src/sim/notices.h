// Texts for the players: what was picked up, who killed whom, what scripts print. A ring in the world, outside of its hash.
#pragma once

#include <string_view>

#include "sim/world.h"

namespace caco {

enum class NoticeKind : uint8_t { Pickup, Obituary, Key, Print, Secret, Cheat };

inline constexpr int kEverybody = -1;

void say(World& w, int player, NoticeKind kind, std::string_view text);
// "$NAME" is looked up among the archives' strings; `otherwise` stands where they have none.
std::string_view messageText(const World& w, std::string_view text, std::string_view otherwise);
void sayPickup(World& w, ClassId item, int player);
void sayDeath(World& w, const Actor& victim, const Actor* source);

// f(const Notice&) for those said since number `from` that are still kept, oldest first.
template <class F> void forNotices(const World& w, uint32_t from, F&& f) {
    const uint32_t end = w.state->noticeCount;
    for (uint32_t n = end - from > kMaxNotices ? end - kMaxNotices : from; n != end; ++n) {
        f(w.state->notice[n % kMaxNotices]);
    }
}

} // namespace caco
