// Save and restore of a whole game: what the world does not hold, then the world.
#include <cstddef>
#include <cstring>
#include <fstream>
#include <type_traits>

#include "base/hash.h"
#include "game/game.h"

namespace caco {
namespace {

static_assert(std::is_trivially_copyable_v<SeatState> && std::is_trivially_copyable_v<Mt19937>);

constexpr uint64_t kGameMagic = 0x4341434F47414D46ull;

// The part of a game's snapshot before the players' seats and the world's.
struct GameHeader {
    uint64_t magic;
    uint64_t content;   // hash of the archives
    Mt19937 seedSource;
    uint32_t seed;
    uint32_t seats;
    NewGame rules;
    uint32_t updateNotices, previousNotices;
    uint64_t check;     // last; hash of all before it and of the seats; the world's part has its own
};
static_assert(std::is_trivially_copyable_v<GameHeader>);

uint64_t checkOf(const GameHeader& h, const std::byte* seats) {
    return hashBytes(seats, size_t{h.seats} * sizeof(SeatState), hashBytes(&h, offsetof(GameHeader, check)));
}

} // namespace

size_t Game::snapshotSize() const { return sizeof(GameHeader) + seats_.size() * sizeof(SeatState) + world_->snapshotSize(); }

void Game::save(std::byte* out) const {
    GameHeader h;
    std::memset(static_cast<void*>(&h), 0, sizeof h);
    h.magic = kGameMagic;
    h.content = content_->assets->contentHash;
    h.seedSource = seedSource_;
    h.seed = seed_;
    h.seats = static_cast<uint32_t>(seats_.size());
    h.rules = rules_;
    h.updateNotices = updateNotices_;
    h.previousNotices = previousNotices_;
    std::byte* to = out + sizeof h;
    for (const Seat& seat : seats_) {
        std::memcpy(to, static_cast<const SeatState*>(&seat), sizeof(SeatState));
        to += sizeof(SeatState);
    }
    h.check = checkOf(h, out + sizeof h);
    std::memcpy(out, &h, sizeof h);
    world_->save(to);
}

Status Game::restore(const std::byte* data, size_t size) {
    GameHeader h;
    if (size < sizeof h) return Status::error(StatusCode::BadData, "snapshot: shorter than its header; it was cut off");
    std::memcpy(static_cast<void*>(&h), data, sizeof h);
    if (h.magic != kGameMagic) return Status::error(StatusCode::BadData, "snapshot: not a snapshot of a game, or of another version");
    const size_t bodyAt = sizeof h + size_t{h.seats} * sizeof(SeatState);
    if (h.seats > kMaxPlayers || size < bodyAt || h.check != checkOf(h, data + sizeof h)) {
        return Status::error(StatusCode::BadData, "snapshot: damaged, its check sum does not match; take a new one");
    }
    if (h.content != content_->assets->contentHash) {
        return Status::error(StatusCode::BadData, "snapshot: made with other WAD files than this game's");
    }
    if (h.seats != seats_.size()) {
        return Status::error(StatusCode::BadData, "snapshot: of a game of " + std::to_string(h.seats) + " players, this one has " +
                                                      std::to_string(seats_.size()));
    }
    const Status status = world_->restore(data + bodyAt, size - bodyAt);
    if (!status.ok()) return status;
    seedSource_ = h.seedSource;
    seed_ = h.seed;
    rules_ = h.rules;
    updateNotices_ = h.updateNotices;
    previousNotices_ = h.previousNotices;
    const std::byte* from = data + sizeof h;
    for (Seat& seat : seats_) {
        std::memcpy(static_cast<void*>(static_cast<SeatState*>(&seat)), from, sizeof(SeatState));
        from += sizeof(SeatState);
        seat.labels.clear();
    }
    objects_.clear();
    if (audio_) audio_->reset(*world_);
    return {};
}

Status Game::saveFile(const std::string& path) const {
    std::vector<std::byte> bytes(snapshotSize());
    save(bytes.data());
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    file.flush();
    if (!file) return Status::error(StatusCode::FileNotFound, path + ": cannot be written");
    return {};
}

Status Game::restoreFile(const std::string& path) {
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    if (!file) return Status::error(StatusCode::FileNotFound, path + ": cannot be opened");
    const std::streamoff size = file.tellg();
    if (size < 0) return Status::error(StatusCode::FileNotFound, path + ": cannot be read");
    std::vector<std::byte> bytes(static_cast<size_t>(size));
    file.seekg(0);
    file.read(reinterpret_cast<char*>(bytes.data()), size);
    if (!file) return Status::error(StatusCode::FileNotFound, path + ": cannot be read");
    Status status = restore(bytes.data(), bytes.size());
    if (!status.ok()) return Status::error(status.code, path + ": " + status.message);
    return status;
}

} // namespace caco
