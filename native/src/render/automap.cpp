// The automap's frame: window, lines with their colours, arrows, things (renderer.md 6.5).
#include "render/automap.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "render/draw_picture.h"
#include "render/sprites.h"
#include "sim/players.h"
#include "sim/specials.h"

namespace caco {

double angleRadians(Angle a) { return a * 3.14159265358979323846 / 2147483648.0; }

MapPoint turnPoint(MapPoint p, double cosine, double sine) {
    return {toFixed((p.x * cosine - p.y * sine) / 65536.0), toFixed((p.x * sine + p.y * cosine) / 65536.0)};
}

MapPoint MapWindow::place(MapPoint p) const {
    if (!turned) return p;
    const MapPoint c = centre();
    const MapPoint q = turnPoint({subWrap(p.x, c.x), subWrap(p.y, c.y)}, cosine, sine);
    return {addWrap(q.x, c.x), addWrap(q.y, c.y)};
}

namespace {

constexpr double kArrowRadius = 8 * 16 * 4096 / 7;

struct ShapeLine {
    double x1, y1, x2, y2;
};
constexpr ShapeLine kArrow[] = {{-.875, 0, 1, 0},           {1, 0, .5, .25},           {1, 0, .5, -.25},
                                {-.875, 0, -1.125, -.25},   {-.875, 0, -1.125, .25},   {-.625, 0, -.875, -.25},
                                {-.625, 0, -.875, .25}};
constexpr ShapeLine kCheatArrow[] = {{-.875, 0, 1, 0},
                                     {1, 0, .5, .167},
                                     {1, 0, .5, -.167},
                                     {-.875, 0, -1.125, -.167},
                                     {-.875, 0, -1.125, .167},
                                     {-.625, 0, -.875, -.167},
                                     {-.625, 0, -.875, .167},
                                     {-.5, 0, -.5, -.167},
                                     {-.5, -.167, -.333, -.167},
                                     {-.333, -.167, -.333, .25},
                                     {-.167, 0, -.167, -.167},
                                     {-.167, -.167, 0, -.167},
                                     {0, -.167, 0, .25},
                                     {.167, .25, .167, -.143},
                                     {.167, -.143, .198, -.174},
                                     {.198, -.174, .267, -.143}};
// Keys, our own figure: a ring, a shaft and two teeth.
constexpr ShapeLine kKey[] = {{-1, 0, -.7, .4},  {-.7, .4, -.3, .4}, {-.3, .4, 0, 0},    {0, 0, -.3, -.4}, {-.3, -.4, -.7, -.4},
                              {-.7, -.4, -1, 0}, {0, 0, 1, 0},       {.7, 0, .7, -.35}, {1, 0, 1, -.35}};
constexpr ShapeLine kTriangle[] = {{-.5, -.7, 1, 0}, {1, 0, -.5, .7}, {-.5, .7, -.5, -.7}};

// One automap frame.
struct MapDrawing {
    World& w;
    const AutomapPlan& plan;
    const MapWindow& window;
    const DrawTarget& target;
    AutomapMode mode;
    bool sprites;                       // things show their pictures
    Angle turn;                         // of the whole map

    bool cheating() const { return mode != AutomapMode::Normal; }
    void line(MapPoint a, MapPoint b, uint8_t color) const { drawMapLine(window, a, b, color, target); }
};

MapWindow makeWindow(const AutomapPlan& plan, const ViewGeometry& g, const Actor& camera, bool rotate) {
    MapWindow m{};
    m.columns = g.width;
    m.rows = g.viewHeight;
    m.scale = plan.scale;
    m.width = mulWrap(m.columns, plan.inverse);
    m.height = mulWrap(m.rows, plan.inverse);
    int32_t x = camera.x >> 4, y = camera.y >> 4;
    m.turned = rotate;
    if (rotate) {
        const double turn = angleRadians(kAngle90 - camera.angle);
        m.cosine = std::cos(turn);
        m.sine = std::sin(turn);
    } else {
        x = std::clamp(x, plan.minX, plan.maxX);
        y = std::clamp(y, plan.minY, plan.maxY);
    }
    m.x = subWrap(x, m.width / 2);
    m.y = subWrap(y, m.height / 2);
    return m;
}

MapColor lockColor(int32_t lock) {
    switch (lock) {
    case 1: case 4: case 129: case 132: return MapColor::RedLock;
    case 2: case 5: case 130: case 133: return MapColor::BlueLock;
    case 3: case 6: case 131: case 134: return MapColor::YellowLock;
    case 100: case 228: return MapColor::OtherLock;
    default: return MapColor::Locked;
    }
}

// Key number that a line's special asks for; 0 = none.
int32_t lockOfSpecial(const LineState& line) {
    switch (line.special) {
    case kSpecDoorLockedRaise: return line.args[3];
    case kSpecAcsLockedExecute:
    case 85: return line.args[4];
    case 14: return line.args[3];
    case 202: return line.args[4];
    default: return 0;
    }
}

// Doors, and specials that only set the map up.
bool isUnmarkedSpecial(int32_t special) {
    switch (special) {
    case 0: case 1: case 5: case 10: case 11: case 12: case 14: case 16: case 48: case 50: case 57: case 58:
    case 100: case 101: case 102: case 103: case 118: case 121: case 160: case 161: case 181: case 190: case 202:
    case 209: case 210: case 211: case 222: case 225: case 227: case 249: return true;
    default: return false;
    }
}

constexpr uint16_t kPlayerActivation =
    kActCross | kActUse | kActImpact | kActPush | kActPCross | kActAnyCross | kActUseThrough | kActUseBack;

bool specialColor(const LineDef& def, const LineState& line, MapColor& color) {
    const bool byPlayer = (line.activation & kPlayerActivation) != 0;
    const int32_t special = byPlayer ? line.special : 0;
    switch (special) {
    case kSpecTeleport: case kSpecTeleportNoFog: case 39: case kSpecTeleportLine: color = MapColor::IntraTeleport; return true;
    case 74: case 75: case kSpecExitNormal: case kSpecExitSecret: color = MapColor::InterTeleport; return true;
    default: break;
    }
    const int32_t lock = def.lockNumber != 0 ? def.lockNumber : byPlayer ? lockOfSpecial(line) : 0;
    if (lock != 0 || special == kSpecDoorLockedRaise || special == kSpecAcsLockedExecute || special == 85) {
        color = lockColor(lock);
        return true;
    }
    if (isUnmarkedSpecial(special)) return false;
    color = MapColor::SpecialWall;
    return true;
}

bool showsFoundSecret(const World& w, int32_t sector) {
    return sector != kNoIndex && w.sectors[sector].wasSecret && !(w.sectors[sector].special & kSectorSecret);
}

// False: the line is not drawn.
bool lineColor(const MapDrawing& d, int32_t index, MapColor& color) {
    const World& w = d.w;
    const LineDef& def = w.level->lines[static_cast<size_t>(index)];
    const LineState& line = w.lines[index];
    const bool twoSided = def.frontSector != kNoIndex && def.backSector != kNoIndex;
    if (showsFoundSecret(w, def.frontSector) || showsFoundSecret(w, def.backSector)) {
        color = MapColor::SecretSector;
        return true;
    }
    if (line.flags & kLineSecret) {
        color = d.cheating() && twoSided ? MapColor::SecretWall : MapColor::Wall;
        return true;
    }
    if (specialColor(def, line, color)) return true;
    if (!twoSided) {
        color = MapColor::Wall;
        return true;
    }
    const SectorState& front = w.sectors[def.frontSector];
    const SectorState& back = w.sectors[def.backSector];
    if (front.floor != back.floor) {
        color = MapColor::FloorStep;
    } else if (front.ceiling != back.ceiling) {
        color = MapColor::CeilingStep;
    } else if (d.cheating()) {
        color = MapColor::TwoSidedWall;
    } else {
        return false;
    }
    return true;
}

void drawLines(const MapDrawing& d) {
    const Level& level = *d.w.level;
    ViewState& view = viewState(d.w);
    for (int32_t i = 0; i < static_cast<int32_t>(level.lines.size()); ++i) {
        const uint32_t flags = d.w.lines[i].flags;
        if (!d.cheating() && (flags & kLineDontDraw)) continue;
        MapColor color = MapColor::NotSeen;
        if (d.cheating() || view.isMapped(i) || (flags & kLineMapped)) {
            if (!lineColor(d, i, color)) continue;
        } else if (!d.w.state->mapRevealed) {
            continue;
        }
        const LineDef& def = level.lines[static_cast<size_t>(i)];
        const MapPoint a = d.window.place({def.x >> 4, def.y >> 4});
        const MapPoint b = d.window.place({addWrap(def.x, def.dx) >> 4, addWrap(def.y, def.dy) >> 4});
        d.line(a, b, d.plan.of(color));
    }
}

template <size_t N, typename Scale>
void drawShape(const MapDrawing& d, const ShapeLine (&shape)[N], Scale toMap, MapPoint at, Angle angle, uint8_t color) {
    const double c = std::cos(angleRadians(angle)), s = std::sin(angleRadians(angle));
    const auto place = [&](double x, double y) {
        MapPoint p{toMap(x), toMap(y)};
        if (angle != 0) p = turnPoint(p, c, s);
        return MapPoint{addWrap(p.x, at.x), addWrap(p.y, at.y)};
    };
    for (const ShapeLine& l : shape) {
        d.line(place(l.x1, l.y1), place(l.x2, l.y2), color);
    }
}

void drawArrow(const MapDrawing& d, const Actor& camera) {
    const auto toMap = [](double v) { return roundInt(v * kArrowRadius + 1.5e-8); };
    const MapPoint at = d.window.place({camera.x >> 4, camera.y >> 4});
    const uint8_t color = d.plan.of(MapColor::You);
    const Angle angle = d.window.turned ? kAngle90 : camera.angle;
    if (d.cheating()) {
        drawShape(d, kCheatArrow, toMap, at, angle, color);
    } else {
        drawShape(d, kArrow, toMap, at, angle, color);
    }
}

void drawBox(const MapDrawing& d, MapPoint at, int32_t r, uint8_t color) {
    MapPoint corner[4] = {{-r, -r}, {r, -r}, {r, r}, {-r, r}};
    for (MapPoint& p : corner) {
        if (d.window.turned) p = turnPoint(p, d.window.cosine, d.window.sine);
        p = {addWrap(p.x, at.x), addWrap(p.y, at.y)};
    }
    for (size_t i = 0; i < 4; ++i) {
        d.line(corner[i], corner[(i + 1) & 3], color);
    }
}

// The lock number (simulation.md 7.3b) that a key opens; 0 = it is no key of this game.
int32_t lockOfKey(const World& w, const Actor& a) {
    if (!w.classes->isA(a.cls, NativeKind::Key)) return 0;
    constexpr std::string_view keys[] = {"RedCard", "BlueCard", "YellowCard", "RedSkull", "BlueSkull", "YellowSkull"};
    for (size_t i = 0; i < std::size(keys); ++i) {
        const ClassId key = w.classes->find(keys[i]);
        if (key != kNoClass && w.classes->isA(a.cls, key)) return static_cast<int32_t>(i) + 1;
    }
    return 0;
}

// The picture that a thing shows to who stands before it, upright and centred on its place. False: it has none.
bool drawThingSprite(const MapDrawing& d, const Actor& a, MapPoint at) {
    const SpriteDef* sprite = d.w.assets->findSprite(a.sprite);
    if (!sprite || a.frame < 0 || static_cast<size_t>(a.frame) >= sprite->frames.size()) return false;
    const SpriteFrame& frame = sprite->frames[static_cast<size_t>(a.frame)];
    if (!frame.present || frame.picture[0] == kNoTexture) return false;
    const Picture& picture = d.w.assets->texture(frame.picture[0]);
    const double pixels = d.window.scale / 4096.0; // of a map unit
    const double width = scaledTexels(picture.width, picture.xScale) * (a.xScale / 65536.0) * pixels;
    const double height = scaledTexels(picture.height, picture.yScale) * (a.yScale / 65536.0) * pixels;
    if (width <= 0 || height <= 0) return false;
    const double left = picture.leftOffset * width / picture.width, top = picture.topOffset * height / picture.height;
    drawPicture(d.target, picture, {d.window.column(at.x) - width / 2 + left, d.window.row(at.y) - height / 2 + top, width, height});
    return true;
}

void drawThings(const MapDrawing& d) {
    const auto toMap = [](double v) { return 16 * static_cast<int32_t>(v * 4096); };
    const uint8_t color = d.plan.of(MapColor::Thing);
    for (size_t sector = 0; sector < d.w.level->sectors.size(); ++sector) {
        for (const Actor* a = d.w.bySlot(d.w.sectors[sector].thingHead); a; a = d.w.bySlot(a->sectorNext)) {
            const MapPoint at = d.window.place({a->x >> 4, a->y >> 4});
            if (d.sprites && a->player < 0 && drawThingSprite(d, *a, at)) {
                // Nothing else marks it.
            } else if (const int32_t lock = lockOfKey(d.w, *a)) {
                drawShape(d, kKey, toMap, at, a->angle + d.turn, d.plan.of(lockColor(lock)));
            } else {
                drawShape(d, kTriangle, toMap, at, a->angle + d.turn, color);
            }
            if (d.mode == AutomapMode::ObjectsWithSize) drawBox(d, at, a->radius >> 4, color);
        }
    }
}

} // namespace

void drawAutomap(World& w, int player, const ViewGeometry& g, const RenderSettings& s, DrawTarget& target) {
    const Actor* camera = pawnOf(w, player);
    if (!camera || !target.automap) return;
    const AutomapPlan& plan = *target.automap;
    const MapWindow window = makeWindow(plan, g, *camera, s.automapRotate);
    const MapDrawing d{w, plan, window, target, s.automapMode, s.automapSprites, s.automapRotate ? kAngle90 - camera->angle : 0};
    std::memset(target.screen, plan.of(MapColor::Background), static_cast<size_t>(window.columns) * static_cast<size_t>(window.rows));
    drawMapFloors(w, window, plan, d.cheating(), target);
    drawLines(d);
    drawArrow(d, *camera);
    if (s.automapMode >= AutomapMode::Objects) drawThings(d);
    target.screen[static_cast<ptrdiff_t>((window.rows + 1) / 2) * target.width + window.columns / 2] = plan.of(MapColor::CrossHair);
}

} // namespace caco
