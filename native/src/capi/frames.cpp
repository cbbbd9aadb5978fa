// Buffers and lists of a game's state.
#include <algorithm>
#include <cstring>

#include "capi/handles.h"

using namespace caco;
using capi::guarded;

namespace {

bool isPlanar(ScreenFormat f) { return f == ScreenFormat::Crcgcb || f == ScreenFormat::Cbcgcr; }

void describe(const Game& g, const uint8_t* data, ScreenFormat format, caco_buffer& out) {
    out.data = data;
    out.format = static_cast<int32_t>(format);
    out.frame = g.frameNumber();
    if (!data) return;
    out.width = g.width();
    out.height = g.height();
    out.channels = bytesPerPixel(format);
    out.pitch = isPlanar(format) ? out.width : out.width * out.channels;
    out.size = static_cast<uint64_t>(out.width) * static_cast<uint64_t>(out.height) * static_cast<uint64_t>(out.channels);
}

const char* categoryOf(const ClassTable& classes, const ClassInfo& info) {
    const auto& known = classes.known;
    const ClassId id = info.id;
    if (info.native == NativeKind::PlayerPawn) return "Player";
    if (info.flags.has(Flag::ISMONSTER)) return "Enemy";
    if (info.flags.has(Flag::MISSILE)) return "Projectile";
    if (classes.isA(id, known.weapon)) return "Weapon";
    if (classes.isA(id, known.ammo) || id == known.backpack) return "Ammo";
    if (info.native == NativeKind::Health || info.native == NativeKind::HealthPickup) return "Health";
    if (info.native == NativeKind::BasicArmorPickup || info.native == NativeKind::BasicArmorBonus) return "Armor";
    if (classes.isA(id, known.key)) return "Key";
    if (classes.isA(id, known.inventory)) return "Item";
    if (info.flags.has(Flag::SOLID)) return "Obstacle";
    return info.flags.has(Flag::NOBLOCKMAP) ? "Effect" : "Other";
}

void fillObject(const Game& g, const ObjectRow& a, caco_object& out) {
    std::memset(&out, 0, sizeof out);
    out.id = a.id;
    out.sector = a.sector == kNoIndex ? 0 : static_cast<uint32_t>(a.sector);
    out.position_x = toDouble(a.x);
    out.position_y = toDouble(a.y);
    out.position_z = toDouble(a.z);
    out.angle = angleDegrees(a.angle);
    out.pitch = pitchDegrees(a.pitch);
    out.roll = angleDegrees(a.roll);
    out.velocity_x = toDouble(a.velX);
    out.velocity_y = toDouble(a.velY);
    out.velocity_z = toDouble(a.velZ);
    out.name = g.objectName(a).c_str();
    out.category = categoryOf(*g.content().classes, g.content().classes->info(a.cls));
}

bool hasState(const caco_game* game) { return game && !game->game->episode().finished; }

} // namespace

extern "C" {

caco_status caco_game_buffer(caco_game* game, int32_t buffer, caco_buffer* out) {
    return guarded([&]() -> Status {
        if (!game) return capi::nullArgument("game");
        if (!out) return capi::nullArgument("out");
        std::memset(out, 0, sizeof *out);
        Game& g = *game->game;
        const Renderer* r = g.renderer();
        const ScreenFormat format = static_cast<ScreenFormat>(g.config().format);
        switch (buffer) {
            case CACO_BUFFER_SCREEN: describe(g, g.convertedScreen(), format, *out); break;
            case CACO_BUFFER_INDICES: describe(g, r ? r->screen() : nullptr, ScreenFormat::Doom256, *out); break;
            case CACO_BUFFER_DEPTH: describe(g, r ? r->depth() : nullptr, ScreenFormat::Doom256, *out); break;
            case CACO_BUFFER_LABELS: describe(g, r ? r->labels() : nullptr, ScreenFormat::Doom256, *out); break;
            case CACO_BUFFER_AUTOMAP: describe(g, g.convertedAutomap(), format, *out); break;
            case CACO_BUFFER_AUTOMAP_INDICES: describe(g, r ? r->automap() : nullptr, ScreenFormat::Doom256, *out); break;
            default: return Status::error(StatusCode::InvalidArgument, "buffer " + std::to_string(buffer) + " does not exist");
        }
        return {};
    });
}

caco_status caco_game_audio(const caco_game* game, caco_audio* out) {
    return guarded([&]() -> Status {
        if (!game) return capi::nullArgument("game");
        if (!out) return capi::nullArgument("out");
        std::memset(out, 0, sizeof *out);
        const Audio* audio = game->game->audio();
        if (!audio) return {};
        const auto heard = audio->heard(game->game->selected());
        out->data = heard.data();
        out->size = heard.size_bytes();
        out->samples = audio->length();
        out->channels = kAudioChannels;
        out->rate = audio->rate();
        out->tics = game->game->config().audioBufferSize;
        return {};
    });
}

uint32_t caco_game_labels(caco_game* game, caco_object* out, uint32_t capacity) {
    if (!hasState(game)) return 0;
    const auto rows = game->game->labels();
    for (size_t i = 0; out && i < std::min<size_t>(rows.size(), capacity); ++i) {
        fillObject(*game->game, rows[i].object, out[i]);
        out[i].value = rows[i].box.value;
        out[i].x = rows[i].box.x;
        out[i].y = rows[i].box.y;
        out[i].width = rows[i].box.width;
        out[i].height = rows[i].box.height;
    }
    return static_cast<uint32_t>(rows.size());
}

uint32_t caco_game_objects(caco_game* game, caco_object* out, uint32_t capacity) {
    if (!hasState(game)) return 0;
    const auto rows = game->game->objects();
    for (size_t i = 0; out && i < std::min<size_t>(rows.size(), capacity); ++i) {
        fillObject(*game->game, rows[i], out[i]);
    }
    return static_cast<uint32_t>(rows.size());
}

uint32_t caco_game_objects_raw(caco_game* game, caco_object_raw* out, uint32_t capacity) {
    if (!hasState(game)) return 0;
    const auto rows = game->game->objects();
    for (size_t i = 0; out && i < std::min<size_t>(rows.size(), capacity); ++i) {
        const ObjectRow& a = rows[i];
        out[i] = {a.id, a.x, a.y, a.z, a.velX, a.velY, a.velZ, a.angle};
    }
    return static_cast<uint32_t>(rows.size());
}

uint32_t caco_game_sectors(caco_game* game, caco_sector* out, uint32_t capacity) {
    if (!hasState(game) || !game->game->config().sectorsInfo) return 0;
    const World& w = game->game->world();
    const auto& defs = w.level->sectors;
    for (size_t i = 0; out && i < std::min<size_t>(defs.size(), capacity); ++i) {
        out[i] = {-toDouble(w.sectors[i].floor), toDouble(w.sectors[i].ceiling), static_cast<uint32_t>(defs[i].firstLine),
                  static_cast<uint32_t>(defs[i].lineCount)};
    }
    return static_cast<uint32_t>(defs.size());
}

uint32_t caco_game_lines(caco_game* game, caco_line* out, uint32_t capacity) {
    if (!hasState(game) || !game->game->config().sectorsInfo) return 0;
    const World& w = game->game->world();
    const auto& order = w.level->sectorLines;
    for (size_t i = 0; out && i < std::min<size_t>(order.size(), capacity); ++i) {
        const LineDef& def = w.level->lines[static_cast<size_t>(order[i])];
        std::memset(&out[i], 0, sizeof out[i]);
        out[i].x1 = toDouble(def.x);
        out[i].y1 = toDouble(def.y);
        out[i].x2 = toDouble(addWrap(def.x, def.dx));
        out[i].y2 = toDouble(addWrap(def.y, def.dy));
        out[i].is_blocking = (w.lines[order[i]].flags & (kLineBlocking | kLineBlockEverything | kLineBlockPlayers)) != 0;
    }
    return static_cast<uint32_t>(order.size());
}

} // extern "C"
