// Pictures that no archive has to contain: the checker for unknown names, rocket smoke, the status bar's double keys
// and the player background. Own drawings with the sizes and offsets of renderer.md 1.3.
#include <algorithm>
#include <string>

#include "assets/loader.h"

namespace caco {

namespace {

void setTexel(Picture& picture, int32_t u, int32_t v, uint8_t index) {
    picture.pixels[size_t(u) * size_t(picture.columnStride) + size_t(v)] = index;
}
uint8_t texelOf(const Picture& picture, int32_t u, int32_t v) {
    return picture.pixels[size_t(u) * size_t(picture.columnStride) + size_t(v)];
}

Picture makeEmpty() {
    Picture picture;
    picture.name = "-";
    allocatePicture(picture, 1, 1);
    finishPicture(picture);
    return picture;
}

Picture makeChecker(const Assets& assets) {
    Picture picture;
    picture.name = "-NOFLAT-";
    allocatePicture(picture, 64, 64);
    const uint8_t light = assets.nearest(200, 60, 200);
    const uint8_t dark = assets.nearest(40, 40, 40);
    for (int32_t u = 0; u < 64; ++u) {
        for (int32_t v = 0; v < 64; ++v) {
            setTexel(picture, u, v, ((u ^ v) & 16) ? light : dark);
        }
    }
    finishPicture(picture);
    return picture;
}

uint32_t scramble(uint32_t v) {
    v = (v ^ (v >> 15)) * 0x2C1B3C6Du;
    v = (v ^ (v >> 12)) * 0x297A2D39u;
    return v ^ (v >> 15);
}

struct SmokeShape {
    int32_t width, height, left, top;
    int32_t holesOf16;  // how much of the puff has dissolved
};
constexpr SmokeShape kSmoke[] = {
    {28, 28, 14, 30, 0}, {29, 36, 13, 35, 2}, {42, 43, 21, 39, 4}, {36, 34, 19, 38, 7}, {20, 27, 7, 33, 10}};

using GreyTable = std::array<uint8_t, 256>;  // palette index of each grey

GreyTable makeGreys(const Assets& assets) {
    GreyTable greys{};
    for (int32_t v = 0; v < 256; ++v) {
        greys[static_cast<size_t>(v)] = assets.nearest(v, v, v);
    }
    return greys;
}

// A ragged grey ellipse, brighter towards the upper left.
Picture makeSmoke(const GreyTable& greys, const SmokeShape& shape, uint32_t frame) {
    Picture picture;
    picture.leftOffset = shape.left;
    picture.topOffset = shape.top;
    allocatePicture(picture, shape.width, shape.height);
    for (int32_t u = 0; u < shape.width; ++u) {
        for (int32_t v = 0; v < shape.height; ++v) {
            const int32_t x = (2 * u + 1 - shape.width) * 256 / shape.width;
            const int32_t y = (2 * v + 1 - shape.height) * 256 / shape.height;
            const uint32_t noise =
                scramble(static_cast<uint32_t>(u / 2) * 131u + static_cast<uint32_t>(v / 2) * 7919u + frame * 104729u);
            const int32_t edge = 65536 - static_cast<int32_t>(noise & 0x3FFF);
            if (x * x + y * y > edge || static_cast<int32_t>(noise >> 28) < shape.holesOf16) {
                continue;
            }
            const int32_t grey = 110 - (x + y) / 8 + static_cast<int32_t>(noise >> 20 & 31) - 16;
            setTexel(picture, u, v, greys[static_cast<size_t>(std::clamp(grey, 0, 255))]);
        }
    }
    finishPicture(picture);
    return picture;
}

// Card and skull of one colour in one slot: the card's left half, the skull's right half.
Picture makeDoubleKey(const Picture& card, const Picture& skull) {
    Picture picture;
    picture.leftOffset = card.leftOffset;
    picture.topOffset = card.topOffset;
    allocatePicture(picture, std::max(card.width, skull.width), std::max(card.height, skull.height));
    for (int32_t u = 0; u < picture.width; ++u) {
        const Picture& half = u * 2 < picture.width ? card : skull;
        for (int32_t v = 0; v < picture.height; ++v) {
            if (u < half.width && v < half.height) {
                setTexel(picture, u, v, texelOf(half, u, v));
            }
        }
    }
    finishPicture(picture);
    return picture;
}

// Face background in the colours that player translations replace.
Picture makePlayerBackground() {
    Picture picture;
    allocatePicture(picture, 35, 31);
    for (int32_t u = 0; u < picture.width; ++u) {
        for (int32_t v = 0; v < picture.height; ++v) {
            setTexel(picture, u, v, static_cast<uint8_t>(112 + std::min(15, v / 2)));
        }
    }
    finishPicture(picture);
    return picture;
}

Status addNamed(AssetLoader& loader, const std::string& name, Picture&& picture) {
    picture.name = name;
    TextureId id = kNoTexture;
    Status status = loader.addPicture(std::move(picture), id);
    loader.out.pictureNames[LumpName::of(name).bits] = id;
    return status;
}

Status addSmokeSprite(AssetLoader& loader) {
    SpriteDef& sprite = loader.out.sprites[spriteKey("RSMK")];
    if (sprite.frames.size() < std::size(kSmoke)) {
        sprite.frames.resize(std::size(kSmoke));
    }
    const GreyTable greys = makeGreys(loader.out);
    for (uint32_t i = 0; i < std::size(kSmoke); ++i) {
        SpriteFrame& frame = sprite.frames[i];
        if (frame.present) {
            continue;
        }
        const std::string name = std::string("RSMK") + static_cast<char>('A' + i) + "0";
        Status status = addNamed(loader, name, makeSmoke(greys, kSmoke[i], i));
        if (!status.ok()) {
            return status;
        }
        std::fill(std::begin(frame.picture), std::end(frame.picture), loader.out.findPicture(name));
        frame.rotationless = true;
        frame.present = true;
    }
    return {};
}

Status addStatusBarPictures(AssetLoader& loader) {
    Assets& out = loader.out;
    for (int32_t i = 0; i < 3; ++i) {
        const std::string name = "STKEYS" + std::to_string(6 + i);
        const TextureId card = out.findPicture("STKEYS" + std::to_string(i));
        const TextureId skull = out.findPicture("STKEYS" + std::to_string(3 + i));
        if (out.findPicture(name) == kNoTexture && card != kNoTexture && skull != kNoTexture) {
            Status status = addNamed(loader, name, makeDoubleKey(out.texture(card), out.texture(skull)));
            if (!status.ok()) {
                return status;
            }
        }
    }
    if (out.findPicture("STFBANY") == kNoTexture) {
        return addNamed(loader, "STFBANY", makePlayerBackground());
    }
    return {};
}

}  // namespace

Status addReservedTextures(AssetLoader& loader) {
    TextureId none = kNoTexture;
    Status status = loader.addPicture(makeEmpty(), none);
    return status.ok() ? loader.addPicture(makeChecker(loader.out), loader.out.missingTexture) : status;
}

Status addBuiltinPictures(AssetLoader& loader) {
    // The sprite that never draws.
    SpriteDef& nothing = loader.out.sprites[spriteKey("TNT1")];
    nothing.frames.assign(1, SpriteFrame{});
    nothing.frames[0].present = true;
    nothing.frames[0].rotationless = true;
    Status status = addSmokeSprite(loader);
    return status.ok() ? addStatusBarPictures(loader) : status;
}

}  // namespace caco
