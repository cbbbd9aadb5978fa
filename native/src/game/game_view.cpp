// What can be seen of a game: frames, lists, texts.
#include <algorithm>

#include "game/game.h"
#include "game/seat_view.h"
#include "sim/notices.h"

namespace caco {

void Game::drawAll() {
    for (int i = 0; i < playerCount(); ++i) {
        Seat& seat = seats_[static_cast<size_t>(i)];
        draw(i, seat);
        listLabels(seat);
    }
}

void Game::drawUpdate() {
    if (drawing_) {
        drawAll();
        return;
    }
    for (Seat& seat : seats_) {
        seat.labels.clear();
    }
}

void Game::draw(int player, Seat& seat) {
    if (!seat.renderer) return;
    const SeatView view(*world_, player, viewStride_);
    seat.renderer->draw(*world_, player);
    ++seat.frameNumber;
    seat.screen.stale = seat.automap.stale = true;
}

void Game::redraw() { drawAll(); }

ObjectRow Game::rowOf(Actor& a) {
    if (a.objectId < 0) a.objectId = world_->state->nextObjectId++;
    const bool dead = has(a, Flag::CORPSE) || has(a, Flag::KILLED);
    return {static_cast<uint32_t>(a.objectId), a.cls, a.sector, dead, a.x, a.y, a.z, a.velX, a.velY, a.velZ, a.angle, a.roll, a.pitch};
}

void Game::listLabels(Seat& seat) {
    seat.labels.clear();
    if (!config_.labelsBuffer || !seat.renderer) return;
    for (const LabelBox& box : seat.renderer->labelBoxes()) {
        Actor* a = world_->resolve(box.actor);
        if (a && seat.labels.size() < seat.labels.capacity()) seat.labels.push_back({rowOf(*a), box});
    }
}

void Game::listObjects() {
    objects_.clear();
    if (!config_.objectsInfo) return;
    World& w = *world_;
    for (size_t sector = 0; sector < map_.level->sectors.size(); ++sector) {
        for (Actor* a = w.bySlot(w.sectors[sector].thingHead); a && objects_.size() < kMaxObjects; a = w.bySlot(a->sectorNext)) {
            objects_.push_back(rowOf(*a));
        }
    }
}

const std::string& Game::objectName(const ObjectRow& row) const {
    return row.dead ? deadNames_[static_cast<size_t>(row.cls)] : content_->classes->info(row.cls).name;
}

// Made on first use: most hosts of many games read the indices, or convert into memory of their own.
const uint8_t* Game::converted(Converted& frame, const uint8_t* indices, void (Renderer::*convert)(ScreenFormat, uint8_t*)) {
    const auto format = static_cast<ScreenFormat>(config_.format);
    if (!indices || format == ScreenFormat::Doom256) return indices;
    if (!frame.pixels) {
        const size_t count = static_cast<size_t>(width_) * static_cast<size_t>(height_);
        frame.pixels = makeAlignedBuffer(count * static_cast<size_t>(bytesPerPixel(format)));
    }
    if (frame.stale) {
        (current().renderer.get()->*convert)(format, frame.pixels.get());
        frame.stale = false;
    }
    return frame.pixels.get();
}

const uint8_t* Game::convertedScreen() {
    Seat& seat = current();
    return seat.renderer ? converted(seat.screen, seat.renderer->screen(), &Renderer::convertScreen) : nullptr;
}

const uint8_t* Game::convertedAutomap() {
    Seat& seat = current();
    return seat.renderer ? converted(seat.automap, seat.renderer->automap(), &Renderer::convertAutomap) : nullptr;
}

void Game::convertScreen(ScreenFormat format, uint8_t* out) { current().renderer->convertScreen(format, out); }

std::string Game::notifications() const {
    std::string text;
    if (!config_.notificationsBuffer) return text;
    const int32_t oldest = world_->state->mapTime - config_.notificationsSize;
    forNotices(*world_, config_.notificationsSize > 0 ? 0 : previousNotices_, [&](const Notice& notice) {
        const bool mine = notice.player == kEverybody || notice.player == selected_;
        if (mine && (config_.notificationsSize <= 0 || notice.tic >= oldest)) {
            text += notice.text;
            text += '\n';
        }
    });
    if (!text.empty()) text.pop_back();
    return text;
}

std::string Game::reports() const {
    std::string text;
    auto add = [&text](const std::string& line) { text += line + "\n"; };
    std::for_each(warnings_.begin(), warnings_.end(), add);
    const std::vector<std::string>& load = content_->classes->loadReports;
    std::for_each(load.begin(), load.end(), add);
    std::for_each(world_->reports.begin(), world_->reports.end(), add);
    const struct {
        WorldError bit;
        const char* text;
    } pools[] = {{kErrActorsFull, "the actor pool is full: things were not spawned; raise actor_capacity"},
                 {kErrMoversFull, "the pool of moving sectors is full: a mover was not started"},
                 {kErrNodesFull, "the pool of actor links is full: raise actor_capacity"},
                 {kErrContactsFull, "too many special lines touched in one move: some were not triggered"},
                 {kErrScriptsFull, "too many running scripts: one was not started"}};
    for (const auto& pool : pools) {
        if (world_->state->statusBits & pool.bit) add(pool.text);
    }
    if (!text.empty()) text.pop_back();
    return text;
}

} // namespace caco
