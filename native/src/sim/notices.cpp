#include "sim/notices.h"

#include <algorithm>
#include <cstring>

#include "sim/players.h"

namespace caco {
namespace {

// Fixed room for a line that is put together from pieces.
class Line {
public:
    void add(std::string_view text) {
        const size_t n = std::min(text.size(), sizeof text_ - size_);
        std::memcpy(text_ + size_, text.data(), n);
        size_ += n;
    }
    std::string_view view() const { return {text_, size_}; }

private:
    char text_[sizeof Notice::text - 1];
    size_t size_ = 0;
};

std::string_view nameOf(const World& w, int player) {
    const std::string& name = w.playerNames[static_cast<size_t>(player)];
    return name.empty() ? std::string_view("Player") : std::string_view(name);
}

// A cut must not leave half of a UTF-8 character.
size_t fitting(std::string_view text, size_t room) {
    if (text.size() <= room) return text.size();
    size_t n = room;
    while (n > 0 && (static_cast<uint8_t>(text[n]) & 0xC0) == 0x80) --n;
    return n;
}

} // namespace

void say(World& w, int player, NoticeKind kind, std::string_view text) {
    WorldState& s = *w.state;
    Notice& notice = s.notice[s.noticeCount++ % kMaxNotices];
    std::memset(static_cast<void*>(&notice), 0, sizeof notice);
    notice.tic = s.mapTime;
    notice.player = static_cast<int8_t>(player);
    notice.kind = static_cast<uint8_t>(kind);
    std::memcpy(notice.text, text.data(), fitting(text, sizeof notice.text - 1));
}

std::string_view messageText(const World& w, std::string_view text, std::string_view otherwise) {
    if (text.empty()) return otherwise;
    if (text.front() != '$') return text;
    const std::string* found = w.classes->findString(text.substr(1));
    return found ? std::string_view(*found) : otherwise;
}

void sayPickup(World& w, ClassId item, int player) {
    const ClassInfo& info = w.info(item);
    Line own;
    own.add("Picked up: ");
    own.add(info.name);
    say(w, player, NoticeKind::Pickup, messageText(w, info.pickupMessage, own.view()));
}

void sayDeath(World& w, const Actor& victim, const Actor* source) {
    Line line;
    line.add(nameOf(w, victim.player));
    if (source && source->player >= 0 && source->player != victim.player) {
        line.add(" was killed by ");
        line.add(nameOf(w, source->player));
    } else if (source && source->player == victim.player) {
        line.add(" killed himself");
    } else if (source) {
        line.add(" was killed by ");
        line.add(w.info(*source).name);
    } else {
        line.add(" died");
        const NameId type = w.state->lastHurt[victim.player].type;
        if (type != kNameNone) {
            line.add(" (");
            line.add(w.classes->names[static_cast<size_t>(type)]);
            line.add(")");
        }
    }
    say(w, kEverybody, NoticeKind::Obituary, line.view());
}

} // namespace caco
