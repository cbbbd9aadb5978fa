#include "script/dehacked.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/text.h"
#include "base/text_cursor.h"

namespace caco {
namespace {

// The format numbers frames through: every class of this list owns the numbers from its first one on, in the order of its
// own states.
struct FrameRange {
    int32_t first;
    std::string_view owner;
};
constexpr FrameRange kFrames[] = {
    {174, "Zombieman"},      {207, "ShotgunGuy"},   {241, "Archvile"},      {281, "ArchvileFire"}, {311, "RevenantTracerSmoke"},
    {316, "RevenantTracer"}, {321, "Revenant"},     {357, "FatShot"},       {362, "Fatso"},        {406, "ChaingunGuy"},
    {442, "DoomImp"},        {475, "Demon"},        {502, "Cacodemon"},     {522, "BaronBall"},    {527, "BaronOfHell"},
    {556, "HellKnight"},     {585, "LostSoul"},     {601, "SpiderMastermind"}, {632, "Arachnotron"}, {667, "ArachnotronPlasma"},
    {674, "Cyberdemon"},     {701, "PainElemental"}, {726, "WolfensteinSS"}, {763, "CommanderKeen"}};

constexpr int32_t kBrightBit = 0x8000;
constexpr size_t kMaxLoadReports = 200;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && isBlank(text.front())) text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back())) text.remove_suffix(1);
    return text;
}

std::optional<int32_t> numberOf(std::string_view text) {
    int32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{}) return std::nullopt;
    const std::string_view rest(end, static_cast<size_t>(text.data() + text.size() - end));
    if (!rest.empty() && !isBlank(rest.front())) return std::nullopt;
    return value;
}

class Patch {
public:
    Patch(std::string_view text, std::string_view label, ClassTable& table) : text_(text), label_(label), table_(table) {}

    void apply() {
        std::string_view line;
        while (nextLine(line)) {
            if (!startSection(line)) entry(line);
        }
    }

private:
    enum class Section : uint8_t { Header, Frame, Strings, Ignored, Unknown };

    // The next line with content, without blanks around it.
    bool nextLine(std::string_view& line) {
        while (at_ < text_.size()) {
            line = trimmed(rawLine());
            if (!line.empty() && line.front() != '#') return true;
        }
        return false;
    }

    std::string_view rawLine() {
        const size_t end = std::min(text_.find('\n', at_), text_.size());
        const std::string_view line = text_.substr(at_, end - at_);
        at_ = std::min(end + 1, text_.size());
        return line;
    }

    // Line feeds only: the sizes of replaced texts do not count carriage returns.
    void skipCharacters(int64_t count) {
        while (count > 0 && at_ < text_.size()) {
            if (text_[at_++] != '\r') --count;
        }
    }

    void report(const std::string& what) {
        std::string text = std::string(label_) + ": " + what;
        std::vector<std::string>& all = table_.loadReports;
        if (all.size() < kMaxLoadReports && std::find(all.begin(), all.end(), text) == all.end()) all.push_back(std::move(text));
    }

    bool startSection(std::string_view line) {
        if (line.front() == '[') {
            bracketSection(line);
            return true;
        }
        if (line.find('=') != std::string_view::npos) return false;
        const std::string_view word = line.substr(0, line.find_first_of(" \t"));
        const std::string_view rest = trimmed(line.substr(word.size()));
        if (equalsIgnoreCase(word, "Frame")) {
            section_ = Section::Frame;
            selectFrame(rest);
            return true;
        }
        if (equalsIgnoreCase(word, "Text")) {
            skipText(rest);
            return true;
        }
        static constexpr std::string_view kOthers[] = {"Thing", "Pointer", "Sound", "Ammo", "Weapon", "Sprite", "Cheat", "Misc", "Include"};
        for (const std::string_view other : kOthers) {
            if (!equalsIgnoreCase(word, other)) continue;
            section_ = Section::Unknown;
            report("blocks of the kind " + std::string(other) + " are not applied");
            return true;
        }
        return false;
    }

    void bracketSection(std::string_view line) {
        if (equalsIgnoreCase(line, "[STRINGS]")) {
            section_ = Section::Strings;
        } else if (equalsIgnoreCase(line, "[PARS]")) {
            section_ = Section::Ignored; // no par times are shown
        } else {
            section_ = Section::Unknown;
            report("sections of the kind " + std::string(line) + " are not applied");
        }
    }

    void selectFrame(std::string_view rest) {
        state_ = nullptr;
        const std::optional<int32_t> number = numberOf(rest);
        if (number) state_ = frame(*number);
        if (!state_) report("Frame " + std::string(rest) + " is not known to this engine and stays as it is");
    }

    StateId frameId(int32_t number) const {
        for (const FrameRange& range : kFrames) {
            const ClassId id = table_.find(range.owner);
            if (id == kNoClass) continue;
            const ClassInfo& info = table_.info(id);
            if (number >= range.first && number < range.first + info.stateCount) return info.firstState + (number - range.first);
        }
        return kNoState;
    }

    State* frame(int32_t number) {
        const StateId id = frameId(number);
        return id == kNoState ? nullptr : &table_.states[static_cast<size_t>(id)];
    }

    void skipText(std::string_view rest) {
        section_ = Section::Unknown;
        const std::optional<int32_t> from = numberOf(rest);
        const size_t blank = rest.find_first_of(" \t");
        const std::optional<int32_t> to = blank == std::string_view::npos ? std::nullopt : numberOf(trimmed(rest.substr(blank)));
        report("blocks of the kind Text are not applied; write the string in a [STRINGS] section");
        if (from && to) skipCharacters(int64_t{*from} + *to);
    }

    void entry(std::string_view line) {
        switch (section_) {
        case Section::Strings:
            string(line);
            break;
        case Section::Frame:
            if (state_) frameEntry(line);
            break;
        case Section::Header:
            headerEntry(line);
            break;
        case Section::Ignored:
        case Section::Unknown:
            break;
        }
    }

    void headerEntry(std::string_view line) {
        static constexpr std::string_view kKnown[] = {"Patch File", "Doom version", "Patch format"};
        const auto starts = [line](std::string_view key) { return equalsIgnoreCase(line.substr(0, key.size()), key); };
        if (std::none_of(std::begin(kKnown), std::end(kKnown), starts)) report("\"" + std::string(line) + "\" is not understood");
    }

    void string(std::string_view line) {
        const size_t equals = line.find('=');
        if (equals == std::string_view::npos) {
            report("[STRINGS]: \"" + std::string(line) + "\" is not NAME = text");
            return;
        }
        std::string name(trimmed(line.substr(0, equals)));
        std::string value(trimmed(line.substr(equals + 1)));
        while (!value.empty() && value.back() == '\\' && at_ < text_.size()) { // goes on in the next line
            value.pop_back();
            value += trimmed(rawLine());
        }
        for (size_t i = 0; (i = value.find("\\n", i)) != std::string::npos; ++i) value.replace(i, 2, "\n");
        table_.setString(name, std::move(value));
    }

    void frameEntry(std::string_view line) {
        const size_t equals = line.find('=');
        const std::string_view key = trimmed(line.substr(0, equals));
        const std::optional<int32_t> value = equals == std::string_view::npos ? std::nullopt : numberOf(trimmed(line.substr(equals + 1)));
        if (!value) {
            report("Frame: \"" + std::string(line) + "\" is not KEY = number");
        } else if (equalsIgnoreCase(key, "Sprite subnumber")) {
            setPicture(*value);
        } else if (equalsIgnoreCase(key, "Duration") && *value >= -1 && *value <= INT16_MAX) {
            state_->tics = static_cast<int16_t>(*value);
        } else if (equalsIgnoreCase(key, "Next frame")) {
            setNext(*value);
        } else {
            report("Frame: \"" + std::string(line) + "\" is not applied");
        }
    }

    void setPicture(int32_t value) {
        if (value < 0 || value > 0xffff) {
            report("Frame: Sprite subnumber = " + std::to_string(value) + " is out of range; use 0 to 28, plus 32768 for full bright");
            return;
        }
        state_->frame = static_cast<int16_t>(value & (kBrightBit - 1));
        state_->flags = static_cast<uint8_t>((state_->flags & ~kStateBright) | (value & kBrightBit ? kStateBright : 0));
    }

    void setNext(int32_t number) {
        const StateId next = frameId(number);
        if (next == kNoState && number != 0) {
            report("Frame: Next frame = " + std::to_string(number) + " is not known to this engine");
            return;
        }
        state_->next = next;
    }

    std::string_view text_, label_;
    ClassTable& table_;
    size_t at_ = 0;
    Section section_ = Section::Header;
    State* state_ = nullptr;            // of the current Frame block; null = unknown
};

} // namespace

void applyDehackedText(std::string_view text, std::string_view label, ClassTable& table) {
    Patch(text, label, table).apply();
}

void applyDehacked(const ArchiveSet& archives, ClassTable& table) {
    const LumpName name = LumpName::of("DEHACKED");
    for (int32_t i = 0; i < archives.lumpCount(); ++i) {
        const Lump& lump = archives.lump(i);
        if (lump.name != name || lump.space != LumpSpace::Global) continue;
        applyDehackedText({reinterpret_cast<const char*>(lump.data.data()), lump.data.size()}, archives.describe(i), table);
    }
}

} // namespace caco
