// The software view (renderer.md): draws a world into 8-bit frames, with depth, labels and automap.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "render/view_state.h"

namespace caco {

enum class AutomapMode : uint8_t { Normal, Whole, Objects, ObjectsWithSize };

struct RenderSettings {
    int32_t width = 320, height = 240;  // 32..1920, 24..1200
    bool hud = false, minimalHud = false, weapon = true, crosshair = false, decals = true, particles = true, effectSprites = true;
    bool messages = false, corpses = true, flashes = true;
    bool depth = false, labels = false, automap = false;
    AutomapMode automapMode = AutomapMode::Normal;
    bool automapRotate = false, automapTextures = true, automapSprites = false;
    bool holdAnimations = false;        // animated textures stay at their first frame
};

// One entry of the label list (renderer.md 6.3), box in pixels: x, y = minimum, width, height = max - min.
struct LabelBox {
    ActorRef actor;
    int32_t value;
    int32_t x, y, width, height;
};

// Screen formats (renderer.md 6.2), numbers of ScreenFormat.
enum class ScreenFormat : uint8_t { Crcgcb, Rgb24, Rgba32, Argb32, Cbcgcr, Bgr24, Bgra32, Abgr32, Gray8, Doom256 };

// Draws views of worlds of one level. Not thread-safe; one per game. Buffers keep their address for its life and are 64-byte aligned.
class Renderer {
public:
    // Status: sizes out of range, missing palette...
    static Status create(std::shared_ptr<const Assets> assets, std::shared_ptr<const Level> level, const RenderSettings& settings,
                         std::unique_ptr<Renderer>& out);
    ~Renderer();

    // One drawn frame: automap pass (if enabled), screen pass, 2-D layer. Changes only the world's view section and the buffers.
    // Frames that nobody sees (renderer.md 5.3) are drawn the same way for their side effects.
    void draw(World& w, int player);

    const RenderSettings& settings() const;
    // (height x width) bytes, palette indices; row stride = width. Depth and labels likewise; null when switched off.
    const uint8_t* screen() const;
    const uint8_t* depth() const;
    const uint8_t* labels() const;
    const uint8_t* automap() const;
    // The screen or the automap in another format: bytesPerPixel(format) * width * height bytes.
    void convertScreen(ScreenFormat format, uint8_t* out);
    void convertAutomap(ScreenFormat format, uint8_t* out);
    // Labels of the last frame, list order, only those with pixels.
    const std::vector<LabelBox>& labelBoxes() const;

    struct Impl;

private:
    explicit Renderer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

int32_t bytesPerPixel(ScreenFormat format);              // all planes together
void convertFrame(const Assets& assets, const uint8_t* indices, int32_t width, int32_t height, ScreenFormat format, uint8_t* out);

} // namespace caco
