#include "render/messages.h"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "assets/blend.h"
#include "render/draw_picture.h"
#include "render/sprites.h"

namespace caco {
namespace {

constexpr int32_t kHoldTics = 105;
constexpr int32_t kFadeTics = 6;
constexpr int32_t kBlankWidth = 4;
constexpr int32_t kLineGap = 2;
constexpr int32_t kOpaque = 64;

// --- font

void findGlyphs(const Assets& assets, MessageFont& font) {
    for (int32_t c = '!'; c < 127; ++c) {
        const char name[8] = {'S', 'T', 'C', 'F', 'N', static_cast<char>('0' + c / 100), static_cast<char>('0' + c / 10 % 10),
                              static_cast<char>('0' + c % 10)};
        const TextureId id = assets.findPicture(std::string_view(name, sizeof name));
        if (id == kNoTexture) continue;
        const Picture& p = assets.texture(id);
        font.glyph[static_cast<size_t>(c)] = &p;
        font.height = std::max(font.height, scaledTexels(p.height, p.yScale));
        font.empty = false;
    }
    font.height += kLineGap;
    for (size_t c = 'a'; c <= 'z'; ++c) { // the lumps beyond Z are no letters
        if (const Picture* capital = font.glyph[c - 'a' + 'A']) font.glyph[c] = capital;
    }
}

double luminance(const Rgb& c) {
    return 0.299 * c.r + 0.587 * c.g + 0.114 * c.b;
}

// The font's shades, darkest to brightest, become shades of red.
void makeRed(const Assets& assets, MessageFont& font) {
    std::array<bool, 256> used{};
    for (const Picture* p : font.glyph) {
        if (!p) continue;
        for (int32_t u = 0; u < p->width; ++u) {
            for (int32_t v = 0; v < p->height; ++v) used[p->pixels[static_cast<size_t>(u * p->columnStride + v)]] = true;
        }
    }
    used[0] = false;
    double darkest = 255, brightest = 0;
    for (size_t i = 0; i < 256; ++i) {
        if (!used[i]) continue;
        darkest = std::min(darkest, luminance(assets.palette[i]));
        brightest = std::max(brightest, luminance(assets.palette[i]));
    }
    for (size_t i = 0; i < 256; ++i) {
        if (!used[i]) continue;
        const double range = brightest - darkest;
        const int32_t v = range > 0 ? static_cast<int32_t>((luminance(assets.palette[i]) - darkest) / range * 256) : 0;
        font.red[i] = assets.nearest(((0x3F * 256) + v * (0xFF - 0x3F)) >> 8, 0, 0);
    }
}

// --- text

int32_t advanceOf(const MessageFont& font, char c) {
    const Picture* p = static_cast<uint8_t>(c) < 128 ? font.glyph[static_cast<uint8_t>(c)] : nullptr;
    return p ? scaledTexels(p->width, p->xScale) : kBlankWidth;
}

int32_t widthOf(const MessageFont& font, std::string_view text) {
    int32_t width = 0;
    for (const char c : text) width += advanceOf(font, c);
    return width;
}

// Takes the next line off the text: up to a line feed, or the last word that fits. At least one character.
std::string_view takeLine(const MessageFont& font, std::string_view& rest, int32_t room) {
    size_t end = 0, lastBlank = 0;
    int32_t width = 0;
    while (end < rest.size() && rest[end] != '\n') {
        width += advanceOf(font, rest[end]);
        if (width > room && end > 0) break;
        if (rest[end] == ' ') lastBlank = end;
        ++end;
    }
    if (end < rest.size() && rest[end] != '\n' && rest[end] != ' ' && lastBlank > 0) end = lastBlank;
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end);
    if (!rest.empty() && (rest.front() == '\n' || rest.front() == ' ')) rest.remove_prefix(1);
    return line;
}

struct TextStyle {
    const uint8_t* map;
    int32_t weight;  // of 64
};

void drawText(const DrawTarget& target, const MessageFont& font, std::string_view text, int32_t x, int32_t y, const TextStyle& style) {
    for (const char c : text) {
        const Picture* p = static_cast<uint8_t>(c) < 128 ? font.glyph[static_cast<uint8_t>(c)] : nullptr;
        if (p && x < target.width) {
            const double width = scaledTexels(p->width, p->xScale), height = scaledTexels(p->height, p->yScale);
            drawPictureMapped(target, *p, {static_cast<double>(x), static_cast<double>(y), width, height}, style.map, style.weight);
        }
        x += advanceOf(font, c);
    }
}

// --- state

void copyText(char (&to)[kMessageRoom], std::string_view text) {
    const size_t n = std::min(text.size(), sizeof to - 1);
    std::memset(to, 0, sizeof to);
    std::memcpy(to, text.data(), n);
}

void pushLine(MessageState& m, std::string_view text, int32_t tic, bool red) {
    for (int i = 0; i + 1 < kNotifyLines; ++i) m.line[i] = m.line[i + 1];
    MessageState::Line& line = m.line[kNotifyLines - 1];
    line.timeout = tic + kHoldTics;
    line.red = red;
    copyText(line.text, text);
}

bool isCentred(NoticeKind kind) {
    return kind == NoticeKind::Print || kind == NoticeKind::Secret || kind == NoticeKind::Key;
}

void takeNotices(World& w, int player, const ViewGeometry& g, bool messages, const MessageFont& font, MessageState& m) {
    forNotices(w, m.seen, [&](const Notice& n) {
        if (n.player >= 0 && n.player != player) return;
        const auto kind = static_cast<NoticeKind>(n.kind);
        std::string_view text(n.text);
        if (isCentred(kind)) {
            copyText(m.centre, text);
            m.centreEnd = messages ? n.tic + kHoldTics : INT32_MAX;
            return;
        }
        while (messages && !text.empty()) {
            pushLine(m, takeLine(font, text, g.width), n.tic, kind == NoticeKind::Pickup);
        }
    });
    m.seen = w.state->noticeCount;
}

void drawNotifyLines(const DrawTarget& target, const MessageFont& font, int32_t now, MessageState& m) {
    m.topOffset = std::max(0, m.topOffset - std::max(0, now - m.lastTic));
    m.lastTic = now;
    int32_t y = m.topOffset;
    bool shown = false;
    for (MessageState::Line& line : m.line) {
        if (line.text[0] == 0) continue;
        const int32_t left = line.timeout - now;
        if (left <= 0) {
            line.text[0] = 0;
            m.topOffset += font.height;
            y += font.height;
            continue;
        }
        const int32_t weight = left < kFadeTics ? (65536 * left / kFadeTics) >> 10 : kOpaque;
        drawText(target, font, line.text, 0, y, {line.red ? font.red.data() : font.plain.data(), weight});
        y += font.height;
        shown = true;
    }
    if (!shown) m.topOffset = 0;
}

void drawCentre(const DrawTarget& target, const ViewGeometry& g, const MessageFont& font, std::string_view text) {
    int32_t lines = 0;
    for (std::string_view rest = text; !rest.empty(); ++lines) takeLine(font, rest, g.width);
    int32_t y = (g.viewHeight - lines * font.height) * 3 / 8;
    for (std::string_view rest = text; !rest.empty(); y += font.height) {
        const std::string_view line = takeLine(font, rest, g.width);
        drawText(target, font, line, (g.width - widthOf(font, line)) / 2, y, {font.plain.data(), kOpaque});
    }
}

} // namespace

void makeMessageFont(const Assets& assets, MessageFont& out) {
    out = MessageFont{};
    for (size_t i = 0; i < 256; ++i) out.plain[i] = out.red[i] = static_cast<uint8_t>(i);
    findGlyphs(assets, out);
    if (!out.empty) makeRed(assets, out);
}

void drawMessages(World& w, int player, const ViewGeometry& g, bool messages, const MessageFont& font, DrawTarget& target) {
    MessageState& m = viewState(w).messages;
    if (m.seen == w.state->noticeCount && !messages && m.centre[0] == 0) return;
    if (font.empty) return;
    takeNotices(w, player, g, messages, font, m);
    const int32_t now = w.state->mapTime;
    if (m.centre[0] != 0 && now >= m.centreEnd) m.centre[0] = 0;
    if (m.centre[0] != 0) drawCentre(target, g, font, m.centre);
    if (messages) drawNotifyLines(target, font, now, m);
}

} // namespace caco
