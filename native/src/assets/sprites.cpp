// Sprite frames from the lump names of the sprites name space (renderer.md 1.4).
#include <algorithm>
#include <cstdlib>

#include "assets/loader.h"

namespace caco {

namespace {

constexpr size_t kMaxFrames = 29;  // letters A..Z and the three characters after them

struct SpriteUse {
    size_t frame = 0;
    int32_t slot = -1;  // -1: all rotations
};

// Frame letter and rotation digit to frame number and slot; false for anything else.
bool parseUse(uint8_t frameLetter, uint8_t rotation, SpriteUse& use) {
    if (frameLetter < 'A' || frameLetter >= 'A' + kMaxFrames) {
        return false;
    }
    use.frame = static_cast<size_t>(frameLetter - 'A');
    if (rotation == '0') {
        use.slot = -1;
    } else if (rotation >= '1' && rotation <= '8') {
        use.slot = (rotation - '1') * 2;
    } else if (rotation == '9') {
        use.slot = 1;
    } else if (rotation >= 'A' && rotation <= 'G') {
        use.slot = (rotation - 'A') * 2 + 3;
    } else {
        return false;
    }
    return true;
}

struct FrameDraft {
    TextureId picture[16] = {};
    uint16_t flip = 0;
    uint16_t filled = 0;
    bool hasRotations = false;
    int32_t lump = -1;
};

struct SpriteDraft {
    std::vector<FrameDraft> frames;
};

uint16_t slotsOf(const SpriteUse& use) {
    return use.slot < 0 ? uint16_t{0xFFFF} : static_cast<uint16_t>(1u << use.slot);
}

void install(FrameDraft& frame, const SpriteUse& use, TextureId id, bool flipped, int32_t lump) {
    const uint16_t wanted = static_cast<uint16_t>(slotsOf(use) & ~frame.filled);
    for (size_t slot = 0; slot < 16; ++slot) {
        if (wanted >> slot & 1) {
            frame.picture[slot] = id;
        }
    }
    frame.flip = static_cast<uint16_t>(frame.flip | (flipped ? wanted : 0));
    frame.filled = static_cast<uint16_t>(frame.filled | wanted);
    frame.hasRotations = frame.hasRotations || use.slot >= 0;
    frame.lump = lump;
}

int32_t reachOf(const AssetLoader& loader, const SpriteFrame& frame) {
    int32_t reach = 0;
    for (const TextureId id : frame.picture) {
        if (id == kNoTexture) continue;
        const Picture& p = loader.out.texture(id);
        if (p.xScale != kUnit) return -1;
        reach = std::max({reach, std::abs(p.leftOffset) + 1, std::abs(p.width - p.leftOffset) + 1});
    }
    return reach;
}

// A missing odd slot shows what its even neighbour shows.
Status complete(const AssetLoader& loader, const FrameDraft& draft, SpriteFrame& out) {
    for (size_t slot = 0; slot < 16; ++slot) {
        const size_t source = (draft.filled >> slot & 1) ? slot : (slot & ~size_t{1});
        if (!(draft.filled >> source & 1)) {
            return loader.error(draft.lump,
                                "rotation " + std::to_string(source / 2 + 1) +
                                    " of this sprite frame is missing; a frame needs rotation 0 or all of 1..8");
        }
        out.picture[slot] = draft.picture[source];
        if (draft.flip >> source & 1) {
            out.flip = static_cast<uint16_t>(out.flip | 1u << slot);
        }
    }
    out.present = true;
    out.reach = reachOf(loader, out);
    out.rotationless = !draft.hasRotations;
    return {};
}

Status addSpriteLump(AssetLoader& loader, int32_t index, std::unordered_map<uint32_t, SpriteDraft>& drafts) {
    const Lump& lump = loader.archives.lump(index);
    uint8_t letter[8];
    for (size_t i = 0; i < 8; ++i) {
        letter[i] = static_cast<uint8_t>(lump.name.bits >> (8 * i));
    }
    const auto key = static_cast<uint32_t>(lump.name.bits);
    SpriteUse uses[2];
    const bool isSprite = letter[3] != 0 && parseUse(letter[4], letter[5], uses[0]);
    const bool mirrored = isSprite && letter[6] != 0 && parseUse(letter[6], letter[7], uses[1]);
    const bool newestOfName = loader.archives.find(lump.name, LumpSpace::Sprites) == index;

    bool needed = newestOfName;
    SpriteDraft* draft = isSprite ? &drafts[key] : nullptr;
    const int useCount = isSprite ? (mirrored ? 2 : 1) : 0;
    for (int i = 0; i < useCount; ++i) {
        if (draft->frames.size() <= uses[i].frame) {
            draft->frames.resize(uses[i].frame + 1);
        }
        needed = needed || (slotsOf(uses[i]) & ~draft->frames[uses[i].frame].filled) != 0;
    }
    if (!needed) {
        return {};
    }
    TextureId id = kNoTexture;
    Status status = loader.loadLump(index, id);
    if (!status.ok()) {
        return status;
    }
    if (newestOfName) {
        loader.out.pictureNames.emplace(lump.name.bits, id);
    }
    for (int i = 0; i < useCount; ++i) {
        FrameDraft& frame = draft->frames[uses[i].frame];
        if ((slotsOf(uses[i]) & ~frame.filled) != 0) {
            install(frame, uses[i], id, i == 1, index);
        }
    }
    return {};
}

}  // namespace

Status loadSprites(AssetLoader& loader) {
    std::unordered_map<uint32_t, SpriteDraft> drafts;
    for (int32_t i = loader.archives.lumpCount() - 1; i >= 0; --i) {
        const Lump& lump = loader.archives.lump(i);
        if (lump.space != LumpSpace::Sprites || lump.data.empty()) {
            continue;
        }
        Status status = addSpriteLump(loader, i, drafts);
        if (!status.ok()) {
            return status;
        }
    }
    for (const auto& [key, draft] : drafts) {
        SpriteDef& sprite = loader.out.sprites[key];
        sprite.frames.resize(draft.frames.size());
        for (size_t i = 0; i < draft.frames.size(); ++i) {
            if (draft.frames[i].filled == 0) {
                continue;
            }
            Status status = complete(loader, draft.frames[i], sprite.frames[i]);
            if (!status.ok()) {
                return status;
            }
        }
    }
    return {};
}

}  // namespace caco
