// The order of a frame's passes (renderer.md 0.3) and the buffers it fills.
#include "render/renderer.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <optional>

#include "base/aligned_buffer.h"
#include "render/automap.h"
#include "render/bar_layer.h"
#include "render/formats.h"
#include "render/messages.h"
#include "render/scene.h"

namespace caco {
namespace {

constexpr size_t kMaxLabels = 256;

} // namespace

struct Renderer::Impl {
    std::shared_ptr<const Assets> assets;
    std::shared_ptr<const Level> level;
    AlignedBuffer screen, depth, labels, automap;
    std::vector<LabelBox> boxes;
    Scene scene;
    AutomapPlan automapPlan;
    MessageFont font;
    BarLayer barLayer;
    std::unique_ptr<BlendTables> ownBlend;
    ColorMemo crosshair;
    std::optional<FrameConverter> converter;

    void convert(const uint8_t* indices, ScreenFormat format, uint8_t* out) {
        if (!converter || converter->format() != format) converter.emplace(*assets, format, *scene.kernels);
        converter->convert(indices, bytes(), out);
    }
    // The assets' own, or new ones.
    const BlendTables* blendTables() {
        if (assets->blend) return assets->blend.get();
        ownBlend = std::make_unique<BlendTables>();
        makeBlendTables(*assets, *ownBlend);
        return ownBlend.get();
    }
    size_t bytes() const { return static_cast<size_t>(scene.settings.width) * static_cast<size_t>(scene.settings.height); }
};

namespace {

void makeTranslations(Scene& s) {
    static constexpr int kFirst[3] = {96, 64, 32};
    for (size_t t = 0; t < 3; ++t) {
        for (size_t i = 0; i < 256; ++i) {
            s.translations[t][i] = static_cast<uint8_t>(i >= 112 && i < 128 ? kFirst[t] + static_cast<int>(i) - 112 : static_cast<int>(i));
        }
    }
}

void makeDepthScale(Scene& s) {
    const int32_t height = s.settings.height;
    for (int32_t d = 0; d < 256; ++d) {
        const int32_t scaled = height == 480 ? d : std::min(255, static_cast<int32_t>(d * (height / 480.0)));
        s.depthScale[static_cast<size_t>(d)] = static_cast<uint8_t>(scaled);
    }
}

void reserveScene(Scene& s) {
    const size_t stride = static_cast<size_t>(s.rowStride());
    s.columnPool.resize(stride * 16);
    s.planeRows.resize(stride * 2 * 32);
    s.solid.reserve(stride);
    s.drawSegs.reserve(512);
    s.planes.reserve(256);
    s.things.resize(256);
    s.sprites.reserve(256);
    s.spriteOrder.reserve(256);
    s.labels.reserve(256);
    s.mirrors.reserve(64);
    for (auto& spans : s.spans) {
        spans.reserve(256);
    }
    s.pieces.reserve(256);
    s.sectorStamp.assign(s.level->sectors.size(), 0);
    s.animated.resize(s.assets->textures.size());
    animateTextures(*s.assets, 0, s.animated);
    reserveParticles(s);
}

void updateGeometry(Scene& s, float fov) {
    if (s.geometryFov == fov) return;
    s.geometryFov = fov;
    s.geometry = makeGeometry(s.settings, fov);
    makeSkyAngles(s);
    // The constant rows; nothing else writes there.
    const size_t stride = static_cast<size_t>(s.rowStride());
    s.clipPool.resize(std::max(s.clipPool.size(), stride * 64));
    std::fill_n(s.clipPool.begin(), stride, static_cast<int16_t>(0));
    std::fill_n(s.clipPool.begin() + static_cast<ptrdiff_t>(stride), stride, static_cast<int16_t>(s.geometry.viewHeight));
    std::fill_n(s.clipPool.begin() + static_cast<ptrdiff_t>(2 * stride), stride, static_cast<int16_t>(-1));
}

void updateAnimations(Scene& s) {
    const uint32_t tic = s.settings.holdAnimations ? 0 : static_cast<uint32_t>(s.world->state->mapTime);
    s.view->animationTic = tic;
    if (tic - s.animatedFrom < s.animatedTics) return;
    s.animatedFrom = tic;
    s.animatedTics = advanceAnimations(*s.assets, tic, s.animated);
}

// Everything that one walk collects.
void beginWalk(Scene& s) {
    const ViewGeometry& g = s.geometry;
    const size_t stride = static_cast<size_t>(s.rowStride());
    s.drawSegs.clear();
    s.mirrors.clear();
    s.thingCount = 0;
    s.turns = 0;
    s.sprites.clear();
    s.labels.clear();
    clearPlanes(s);
    s.clipUsed = 3 * stride;
    s.columnUsed = stride;
    std::fill_n(s.ceilingClip.begin(), stride, static_cast<int16_t>(0));
    std::fill_n(s.floorClip.begin(), stride, static_cast<int16_t>(g.viewHeight));
    s.windowLeft = 0;
    s.windowRight = g.width;
    s.flip = s.mirrored = false;
    resetSolid(s, 0, g.width);
}

void markForAutomap(Scene& s) {
    s.drawing = false;
    beginWalk(s);
    walkBsp(s);
}

void drawView(Scene& s, int player) {
    s.drawing = true;
    beginWalk(s);
    sortParticles(s);
    walkBsp(s);
    placeSprites(s);
    drawPlanes(s);
    drawMirrors(s);
    drawMaskedPass(s);
    drawWeaponSprites(s, player);
}

void collectBoxes(const Scene& s, std::vector<LabelBox>& boxes) {
    boxes.clear();
    const auto maxX = static_cast<uint32_t>(s.settings.width - 1), maxY = static_cast<uint32_t>(s.settings.height - 1);
    for (const LabelEntry& e : s.labels) {
        if (!e.drawn || boxes.size() == kMaxLabels) continue;
        const auto x1 = static_cast<int32_t>(std::min(e.minX, maxX)), x2 = static_cast<int32_t>(std::min(e.maxX, maxX));
        const auto y1 = static_cast<int32_t>(std::min(e.minY, maxY)), y2 = static_cast<int32_t>(std::min(e.maxY, maxY));
        boxes.push_back({e.actor, e.value, x1, y1, x2 - x1, y2 - y1});
    }
}

Status checkSettings(const RenderSettings& s) {
    if (s.width < 32 || s.width > kMaxWidth || s.height < 24 || s.height > 1200) {
        return Status::error(StatusCode::InvalidArgument, "screen size " + std::to_string(s.width) + "x" + std::to_string(s.height) +
                                                              " is out of range: use 32x24 to 1920x1200");
    }
    return {};
}

} // namespace

Renderer::Renderer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Renderer::~Renderer() = default;

Status Renderer::create(std::shared_ptr<const Assets> assets, std::shared_ptr<const Level> level, const RenderSettings& settings,
                        std::unique_ptr<Renderer>& out) {
    if (Status status = checkSettings(settings); !status.ok()) return status;
    auto impl = std::make_unique<Impl>();
    Scene& s = impl->scene;
    impl->assets = std::move(assets);
    impl->level = std::move(level);
    s.assets = impl->assets.get();
    s.level = impl->level.get();
    s.settings = settings;
    s.kernels = &defaultKernels();
    makeLevelView(*s.level, s.levelView);
    s.blend = impl->blendTables();
    makeTranslations(s);
    makeDepthScale(s);
    makeMessageFont(*s.assets, impl->font);
    updateGeometry(s, 90.0f);
    reserveScene(s);
    impl->screen = makeAlignedBuffer(impl->bytes() + kKernelSlack);
    if (settings.depth) impl->depth = makeAlignedBuffer(impl->bytes() + kKernelSlack);
    if (settings.labels) impl->labels = makeAlignedBuffer(impl->bytes() + kKernelSlack);
    if (settings.automap) {
        impl->automap = makeAlignedBuffer(impl->bytes() + kKernelSlack);
        makeAutomapPlan(*s.level, s.levelView, *s.assets, s.geometry, settings, impl->automapPlan);
    }
    if (settings.hud && !settings.minimalHud) reserveBarLayer(s.geometry, impl->barLayer);
    impl->boxes.reserve(kMaxLabels);
    out.reset(new Renderer(std::move(impl)));
    return {};
}

void Renderer::draw(World& w, int player) {
    Impl& r = *impl_;
    Scene& s = r.scene;
    s.world = &w;
    s.view = &viewState(w);
    s.view->fuzzPosition = static_cast<int32_t>(static_cast<uint32_t>(s.view->fuzzPosition) % 50);
    updateGeometry(s, w.state->player[player].fov);
    updateAnimations(s);
    moveFlats(w, s.levelView);
    if (w.state->mapEnded) {
        s.target = {r.screen.get(), nullptr, nullptr, s.geometry.width, s.geometry.height, s.geometry.viewHeight};
        drawIntermission(*s.assets, s.target);
        s.view->depthRegister = 0;
        r.boxes.clear();
        return;
    }
    if (!setupCamera(s, player)) {
        r.boxes.clear();
        return;
    }
    const ViewGeometry& g = s.geometry;
    s.target = {r.screen.get(), nullptr, nullptr, g.width, g.height, g.viewHeight, s.blend, s.animated.data(), &r.automapPlan, s.kernels, &r.barLayer, &r.crosshair};
    if (s.settings.automap) {
        markForAutomap(s);
        drawAutomap(w, player, g, s.settings, s.target);
        std::memcpy(r.automap.get(), r.screen.get(), r.bytes());
    }

    s.target.depth = r.depth.get();
    s.target.labels = r.labels.get();
    if (r.depth) std::memset(r.depth.get(), 0, r.bytes());
    if (r.labels) std::memset(r.labels.get(), 0, r.bytes());
    s.depth = static_cast<uint8_t>(s.view->depthRegister);
    s.depthLocked = false;
    drawView(s, player);
    s.view->depthRegister = 0; // the 2-D layer writes depth 0 and leaves it so

    if (s.settings.crosshair) drawCrosshair(w, player, g, s.target);
    if (s.settings.hud) {
        if (s.settings.minimalHud) {
            drawMinimalHud(w, player, g, s.settings, s.target);
        } else {
            drawStatusBar(w, player, g, s.settings, s.target);
        }
    }
    drawMessages(w, player, g, s.settings.messages, r.font, s.target);
    finishHudFrame(w, player, *s.view);
    collectBoxes(s, r.boxes);
}

const RenderSettings& Renderer::settings() const { return impl_->scene.settings; }
const uint8_t* Renderer::screen() const { return impl_->screen.get(); }
const uint8_t* Renderer::depth() const { return impl_->depth.get(); }
const uint8_t* Renderer::labels() const { return impl_->labels.get(); }
const uint8_t* Renderer::automap() const { return impl_->automap.get(); }
void Renderer::convertScreen(ScreenFormat format, uint8_t* out) { impl_->convert(screen(), format, out); }
void Renderer::convertAutomap(ScreenFormat format, uint8_t* out) { impl_->convert(automap(), format, out); }
const std::vector<LabelBox>& Renderer::labelBoxes() const { return impl_->boxes; }

} // namespace caco
