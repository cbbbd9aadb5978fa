// Animated textures and switches (renderer.md 1.5).
#include <algorithm>

#include "assets/anim_defs.h"
#include "assets/loader.h"

namespace caco {

namespace {

struct AnimationRange {
    bool wall;
    std::string_view first, last;
};

// Used when no file has an ANIMATED lump; every step is 8 tics.
constexpr AnimationRange kDefaultAnimations[] = {
    {false, "NUKAGE1", "NUKAGE3"},  {false, "FWATER1", "FWATER4"},  {false, "SWATER1", "SWATER4"},
    {false, "LAVA1", "LAVA4"},      {false, "BLOOD1", "BLOOD3"},    {false, "RROCK05", "RROCK08"},
    {false, "SLIME01", "SLIME04"},  {false, "SLIME05", "SLIME08"},  {false, "SLIME09", "SLIME12"},
    {true, "BLODGR1", "BLODGR4"},   {true, "SLADRIP1", "SLADRIP3"}, {true, "BLODRIP1", "BLODRIP4"},
    {true, "FIREWALA", "FIREWALL"}, {true, "GSTFONT1", "GSTFONT3"}, {true, "FIRELAV3", "FIRELAVA"},
    {true, "FIREMAG1", "FIREMAG3"}, {true, "FIREBLU1", "FIREBLU2"}, {true, "ROCKRED1", "ROCKRED3"},
    {true, "BFALL1", "BFALL4"},     {true, "SFALL1", "SFALL4"},     {true, "WFALL1", "WFALL4"},
    {true, "DBRAIN1", "DBRAIN4"},
};
constexpr int32_t kDefaultTics = 8;
constexpr size_t kMaxAnimationFrames = 256;

// Textures whose names differ in the third character only: SW1x is off, SW2x on.
constexpr std::string_view kDefaultSwitches[] = {"BLUE",  "BRCOM", "BRIK",  "BRN1",  "BRN2",  "BRNGN", "BROWN", "CMT",
                                                 "COMM",  "COMP",  "DIRT",  "EXIT",  "GARG",  "GRAY",  "GRAY1", "GSTON",
                                                 "HOT",   "LION",  "MARB",  "MET2",  "METAL", "MOD1",  "PANEL", "PIPE",
                                                 "ROCK",  "SATYR", "SKIN",  "SKULL", "SLAD",  "STARG", "STON1", "STON2",
                                                 "STON6", "STONE", "STRTN", "TEK",   "VINE",  "WDMET", "WOOD",  "ZIM"};

constexpr size_t kAnimatedRecord = 23;
constexpr size_t kSwitchRecord = 20;

using Definitions = std::span<const TextureDefinition>;

// Position of the name within one file's definitions, or -1.
std::ptrdiff_t positionIn(Definitions definitions, LumpName name, int32_t file) {
    for (size_t i = 0; i < definitions.size(); ++i) {
        if (definitions[i].file == file && definitions[i].name == name) {
            return static_cast<std::ptrdiff_t>(i);
        }
    }
    return -1;
}

TextureId currentTexture(const AssetLoader& loader, LumpName name, bool wall) {
    const auto& names = wall ? loader.out.wallNames : loader.out.flatNames;
    const auto it = names.find(name.bits);
    return it == names.end() ? kNoTexture : it->second;
}

// Frames from the definitions first..last of the newest file that has both; absent ranges are not an error.
void addAnimation(AssetLoader& loader, bool wall, LumpName first, LumpName last, int32_t tics) {
    const Definitions definitions = wall ? loader.walls : loader.flats;
    for (int32_t file = loader.archives.fileCount() - 1; file >= 0; --file) {
        const std::ptrdiff_t from = positionIn(definitions, first, file);
        const std::ptrdiff_t to = positionIn(definitions, last, file);
        if (from < 0 || to < 0) {
            continue;
        }
        TextureAnimation animation;
        animation.tics = std::max(1, tics);
        animation.backward = to < from;
        const std::ptrdiff_t step = to < from ? -1 : 1;
        for (std::ptrdiff_t i = from; i != to + step && animation.frames.size() <= kMaxAnimationFrames; i += step) {
            const TextureId frame = currentTexture(loader, definitions[size_t(i)].name, wall);
            if (frame != kNoTexture) {
                animation.frames.push_back(frame);
            }
        }
        animation.count = static_cast<int32_t>(animation.frames.size());
        if (animation.count >= 2 && animation.frames.size() <= kMaxAnimationFrames) {
            animation.base = animation.frames.front();
            loader.out.animations.push_back(std::move(animation));
        }
        return;
    }
}

LumpName nameAt(std::span<const uint8_t> data, size_t offset) {
    ByteReader reader(data, offset);
    return reader.name8();
}

Status readAnimated(AssetLoader& loader, int32_t index) {
    const auto data = loader.archives.lump(index).data;
    for (size_t pos = 0; pos < data.size() && data[pos] != 255; pos += kAnimatedRecord) {
        if (data.size() - pos < kAnimatedRecord) {
            return loader.error(
                index, "ends inside record " + std::to_string(pos / kAnimatedRecord) + "; records have 23 bytes");
        }
        ByteReader speed(data, pos + 19);
        addAnimation(loader, (data[pos] & 1) != 0, nameAt(data, pos + 10), nameAt(data, pos + 1), speed.i32());
    }
    return {};
}

void addSwitch(AssetLoader& loader, LumpName off, LumpName on) {
    const auto& names = loader.out.wallNames;
    const auto offIt = names.find(off.bits);
    const auto onIt = names.find(on.bits);
    if (offIt != names.end() && onIt != names.end() && offIt->second != onIt->second) {
        loader.out.switches.push_back({offIt->second, onIt->second});
    }
}

Status readSwitches(AssetLoader& loader, int32_t index) {
    const auto data = loader.archives.lump(index).data;
    for (size_t pos = 0; pos < data.size(); pos += kSwitchRecord) {
        if (data.size() - pos < kSwitchRecord) {
            return loader.error(
                index, "ends inside record " + std::to_string(pos / kSwitchRecord) + "; records have 20 bytes");
        }
        if (data[pos + 18] == 0 && data[pos + 19] == 0) {
            break;
        }
        addSwitch(loader, nameAt(data, pos), nameAt(data, pos + 9));
    }
    return {};
}

}  // namespace

Status loadAnimations(AssetLoader& loader) {
    const int32_t animated = loader.archives.find("ANIMATED");
    if (animated >= 0) {
        Status status = readAnimated(loader, animated);
        if (!status.ok()) {
            return status;
        }
    } else {
        for (const AnimationRange& range : kDefaultAnimations) {
            addAnimation(loader, range.wall, LumpName::of(range.first), LumpName::of(range.last), kDefaultTics);
        }
    }
    const int32_t switches = loader.archives.find("SWITCHES");
    if (switches >= 0) {
        Status status = readSwitches(loader, switches);
        if (!status.ok()) {
            return status;
        }
    } else {
        for (const std::string_view suffix : kDefaultSwitches) {
            addSwitch(loader, LumpName::of("SW1" + std::string(suffix)), LumpName::of("SW2" + std::string(suffix)));
        }
    }
    return readAnimDefs(loader);
}

namespace {

struct FrameTime {
    uint32_t frame;
    uint32_t left;  // tics that it still lasts, with this one
};

FrameTime frameAt(const TextureAnimation& animation, uint32_t tic) {
    if (animation.frameTics.empty()) {
        const auto tics = static_cast<uint32_t>(animation.tics);
        return {tic / tics % static_cast<uint32_t>(animation.count), tics - tic % tics};
    }
    uint32_t total = 0;
    for (const int32_t tics : animation.frameTics) {
        total += static_cast<uint32_t>(tics);
    }
    uint32_t gone = tic % total, frame = 0;
    while (gone >= static_cast<uint32_t>(animation.frameTics[frame])) {
        gone -= static_cast<uint32_t>(animation.frameTics[frame++]);
    }
    return {frame, static_cast<uint32_t>(animation.frameTics[frame]) - gone};
}

}  // namespace

void animateTextures(const Assets& assets, uint32_t tic, std::span<TextureId> translation) {
    for (size_t i = 0; i < translation.size(); ++i) {
        translation[i] = static_cast<TextureId>(i);
    }
    advanceAnimations(assets, tic, translation);
}

uint32_t advanceAnimations(const Assets& assets, uint32_t tic, std::span<TextureId> translation) {
    uint32_t holds = UINT32_MAX;
    for (const TextureAnimation& animation : assets.animations) {
        const auto count = static_cast<uint32_t>(animation.count);
        const auto [frame, left] = frameAt(animation, tic);
        holds = std::min(holds, left);
        if (animation.baseOnly) {
            const auto base = static_cast<size_t>(animation.base);
            if (base < translation.size()) {
                translation[base] = animation.frames[frame];
            }
            continue;
        }
        for (uint32_t i = 0; i < count; ++i) {
            const auto shown = static_cast<size_t>(animation.frames[i]);
            if (shown < translation.size()) {
                translation[shown] = animation.frames[(i + frame) % count];
            }
        }
    }
    return holds;
}

}  // namespace caco
