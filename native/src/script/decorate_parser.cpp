// DECORATE text -> parsed classes. Names of classes, properties, flags and actions are looked up later (decorate_builder.cpp).
#include <algorithm>
#include <cstdlib>

#include "script/decorate_text.h"
#include "sim/action_params.h"
#include "sim/classes.h"

namespace caco::decorate {
namespace {

constexpr int kDeepestInclude = 8;
constexpr int32_t kLongestTics = 32767;

bool oneOf(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view w) { return equalsIgnoreCase(w, word); });
}

bool number(const std::string& text, double& out) {
    char* end = nullptr;
    out = std::strtod(text.c_str(), &end);
    return end != text.c_str() && *end == 0;
}

std::string numberText(double value) {
    if (value == static_cast<double>(static_cast<int32_t>(std::clamp(value, -2147483648.0, 2147483647.0)))) {
        return std::to_string(static_cast<int32_t>(value));
    }
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%.17g", value);
    return buffer;
}

class Parser {
public:
    Parser(std::string_view text, std::string_view label, const Include& include, int depth, ParsedText& out)
        : scan_(text), label_(label), include_(include), depth_(depth), out_(out) {}

    Status parse() {
        for (;;) {
            const Token t = scan_.next();
            if (t.kind == Token::Kind::End) {
                return status_;
            }
            if (t.is('#')) {
                includeLump();
            } else if (equalsIgnoreCase(t.text, "actor") && t.kind == Token::Kind::Word) {
                actor();
            } else if (equalsIgnoreCase(t.text, "const")) {
                constant();
            } else if (equalsIgnoreCase(t.text, "enum")) {
                enumeration();
            } else {
                fail(t, "only actor, const, enum and #include are understood here");
            }
            if (!status_.ok()) {
                return status_;
            }
        }
    }

private:
    bool ok() const { return status_.ok(); }
    void fail(const Token& t, std::string_view problem) {
        if (ok()) {
            status_ = errorAt(label_, t.line, t.kind == Token::Kind::End ? "end of text" : t.text, problem);
        }
    }
    bool expect(char mark) {
        const Token t = scan_.next();
        if (!t.is(mark)) {
            fail(t, std::string("expected '") + mark + "'");
        }
        return ok();
    }
    bool take(char mark) {
        if (!scan_.peek().is(mark)) {
            return false;
        }
        scan_.next();
        return true;
    }
    std::string name(std::string_view what) {
        const Token t = scan_.next();
        if (t.kind != Token::Kind::Word && t.kind != Token::Kind::Text) {
            fail(t, "expected " + std::string(what));
        }
        return t.text;
    }

    void includeLump() {
        const Token word = scan_.next();
        const Token lump = scan_.next();
        if (!equalsIgnoreCase(word.text, "include") || lump.text.empty()) {
            fail(word, "only #include \"LUMP\" is understood");
            return;
        }
        std::string_view text;
        if (depth_ >= kDeepestInclude) {
            fail(lump, "lumps include each other too deeply");
        } else if (!include_ || !include_(lump.text, text)) {
            fail(lump, "there is no lump of that name to include");
        } else {
            status_ = Parser(text, std::string(label_) + ", included lump " + lump.text, include_, depth_ + 1, out_).parse();
        }
    }

    // A number or a constant, possibly joined by '|'.
    bool value(double& out, const Token& first) {
        auto single = [&](const Token& t, double& v) {
            if (t.kind == Token::Kind::Number) {
                return number(t.text, v);
            }
            if (t.is('-')) {
                const Token after = scan_.next();
                const bool good = single_(after, v);
                v = -v;
                return good;
            }
            return single_(t, v);
        };
        if (!single(first, out)) {
            fail(first, "is neither a number nor a known constant");
            return false;
        }
        while (take('|')) {
            const Token t = scan_.next();
            double more = 0;
            if (!single(t, more)) {
                fail(t, "is neither a number nor a known constant");
                return false;
            }
            out = static_cast<double>(static_cast<int32_t>(std::clamp(out, -2147483648.0, 2147483647.0)) |
                                      static_cast<int32_t>(std::clamp(more, -2147483648.0, 2147483647.0)));
        }
        return true;
    }
    bool single_(const Token& t, double& v) const {
        if (t.kind == Token::Kind::Number) {
            return number(t.text, v);
        }
        const auto own = out_.constants.find(t.text);
        if (t.kind == Token::Kind::Word && own != out_.constants.end()) {
            v = own->second;
            return true;
        }
        return t.kind == Token::Kind::Word && actionConstant(t.text, v);
    }

    void constant() {
        const Token type = scan_.next();
        if (!oneOf(type.text, {"int", "float"})) {
            fail(type, "a constant is int or float");
            return;
        }
        const std::string id = name("the name of a constant");
        if (!ok() || !expect('=')) {
            return;
        }
        double v = 0;
        if (value(v, scan_.next()) && expect(';')) {
            out_.constants[id] = v;
        }
    }

    void enumeration() {
        if (!expect('{')) {
            return;
        }
        double following = 0;
        while (ok() && !take('}')) {
            const std::string id = name("the name of a constant");
            if (ok() && take('=')) {
                value(following, scan_.next());
            }
            if (!ok()) {
                return;
            }
            out_.constants[id] = following;
            following += 1;
            if (!take(',')) {
                expect('}');
                break;
            }
        }
        take(';');
    }

    void actor() {
        ParsedActor a;
        a.label = std::string(label_);
        a.line = scan_.line();
        a.name = name("the name of a class");
        if (ok() && take(':')) {
            a.parent = name("the name of the parent class");
        }
        while (ok() && !scan_.peek().is('{')) {
            const Token t = scan_.next();
            double editor = 0;
            if (equalsIgnoreCase(t.text, "replaces") && a.replaces.empty()) {
                a.replaces = name("the name of the replaced class");
            } else if (t.kind == Token::Kind::Number && number(t.text, editor) && editor >= -1 && editor <= 65535) {
                a.editorNumber = static_cast<int32_t>(editor);
            } else {
                fail(t, "expected '{' of the class " + a.name);
            }
        }
        if (!ok() || !expect('{')) {
            return;
        }
        while (ok() && !take('}')) {
            item(a);
        }
        if (ok()) {
            out_.actors.push_back(std::move(a));
        }
    }

    void item(ParsedActor& a) {
        const Token t = scan_.next();
        if (t.is('+') || t.is('-')) {
            std::string flag = t.text + name("the name of a flag");
            while (ok() && take('.')) {
                flag += '.' + name("the name of a flag");
            }
            a.items.push_back({Item::Kind::Flag, {flag, {}, t.line}});
            return;
        }
        if (t.kind != Token::Kind::Word) {
            fail(t, "expected a property, a flag or '}'");
            return;
        }
        if (equalsIgnoreCase(t.text, "states")) {
            states(a);
            return;
        }
        if (equalsIgnoreCase(t.text, "var")) {
            fail(t, "variables of classes are not supported");
            return;
        }
        for (const std::string_view word : {"monster", "projectile", "clearflags", "skip_super"}) {
            if (!equalsIgnoreCase(t.text, word)) continue;
            a.items.push_back({Item::Kind::Word, {std::string(word), {}, t.line}});
            return;
        }
        Property p{t.text, {}, t.line};
        while (ok() && take('.')) {
            p.key += '.' + name("the name of a property");
        }
        if (!oneOf(p.key, {"donthurtshooter", "weapon.defaultkickback"})) {
            values(p);
        }
        a.items.push_back({Item::Kind::Property, std::move(p)});
    }

    void values(Property& p) {
        do {
            const Token t = scan_.next();
            double v = 0;
            if (t.kind == Token::Kind::Text || (t.kind == Token::Kind::Word && !single_(t, v))) {
                p.values.push_back(t.text);
            } else if (t.is('(')) {
                if (value(v, scan_.next()) && expect(')')) {
                    p.values.push_back("(" + numberText(v) + ")");
                }
            } else if (t.kind == Token::Kind::Number && !scan_.peek().is('|')) {
                p.values.push_back(t.text);
            } else if (value(v, t)) {
                p.values.push_back(numberText(v));
            }
        } while (ok() && (take(',') || moreOnLine()));
    }

    // Commas between the values of a property may be left out.
    bool moreOnLine() {
        if (scan_.atLineEnd()) {
            return false;
        }
        const Token::Kind kind = scan_.peek().kind;
        return kind == Token::Kind::Text || kind == Token::Kind::Number;
    }

    // States ------------------------------------------------------------------------------------------------------

    void states(ParsedActor& a) {
        if (!expect('{')) {
            return;
        }
        while (ok() && !take('}')) {
            stateLine(a);
        }
    }

    std::string dotted(std::string text) {
        while (ok() && scan_.nextIs('.')) {
            scan_.next();
            text += '.' + name("a label");
        }
        return text;
    }

    void stateLine(ParsedActor& a) {
        Token t = scan_.nextWord();
        if (t.text.empty() || t.kind == Token::Kind::End || t.kind == Token::Kind::Mark) {
            fail(t, "expected a label, a state or '}'");
            return;
        }
        StateLine s{};
        s.line = t.line;
        if (t.kind == Token::Kind::Word && scan_.nextIs(':')) {
            scan_.next();
            s.kind = StateLine::Kind::Label;
            s.name = t.text;
        } else if (t.kind == Token::Kind::Word && equalsIgnoreCase(t.text, "goto")) {
            gotoLine(s);
        } else if (t.kind == Token::Kind::Word && equalsIgnoreCase(t.text, "stop")) {
            s.kind = StateLine::Kind::Stop;
        } else if (t.kind == Token::Kind::Word && oneOf(t.text, {"wait", "fail"})) {
            s.kind = StateLine::Kind::Wait;
        } else if (t.kind == Token::Kind::Word && equalsIgnoreCase(t.text, "loop")) {
            s.kind = StateLine::Kind::Loop;
        } else {
            state(s, t);
        }
        if (ok()) {
            a.states.push_back(std::move(s));
        }
    }

    void gotoLine(StateLine& s) {
        s.kind = StateLine::Kind::Goto;
        s.name = name("a label");
        if (ok() && scan_.peek().text == "::") {
            scan_.next();
            s.scope = s.name;
            s.name = name("a label");
        }
        s.name = dotted(s.name);
        if (ok() && scan_.nextIs('+')) {
            scan_.next();
            const Token t = scan_.next();
            double offset = 0;
            if (t.kind != Token::Kind::Number || !number(t.text, offset) || offset < 0 || offset > kLongestTics) {
                fail(t, "expected the number of states to skip");
            }
            s.offset = static_cast<int32_t>(offset);
        }
    }

    bool integer(int32_t& out, int32_t low, int32_t high) {
        const Token t = scan_.next();
        double v = 0;
        if (!single_(t, v) || v < low || v > high) {
            fail(t, "expected a whole number from " + std::to_string(low) + " to " + std::to_string(high));
            return false;
        }
        out = static_cast<int32_t>(v);
        return true;
    }

    void duration(StateLine& s) {
        if (!equalsIgnoreCase(scan_.peek().text, "random")) {
            integer(s.tics, -kLongestTics, kLongestTics);
            s.tics = std::max(s.tics, -1);
            return;
        }
        scan_.next();
        int32_t low = 0, high = 0;
        if (expect('(') && integer(low, 0, kLongestTics) && expect(',') && integer(high, 0, kLongestTics) && expect(')')) {
            s.tics = std::min(low, high);
            s.ticRange = std::abs(high - low);
        }
    }

    void state(StateLine& s, const Token& sprite) {
        s.kind = StateLine::Kind::State;
        s.sprite = sprite.text;
        if (s.sprite.size() != 4) {
            fail(sprite, "the name of a sprite has four characters");
            return;
        }
        const Token frames = scan_.nextWord();
        s.frames = frames.text;
        for (const char c : s.frames) {
            const bool letter = (c >= 'A' && c <= ']') || (c >= 'a' && c <= 'z') || c == '^' || c == '#';
            if (!letter) {
                fail(frames, "frames are the letters A to Z and [ \\ ] #");
                return;
            }
        }
        if (s.frames.empty() || frames.kind == Token::Kind::Mark) {
            fail(frames, "expected the frames of the state");
            return;
        }
        duration(s);
        while (ok() && !scan_.atLineEnd()) {
            if (!modifier(s)) {
                action(s);
                break;
            }
        }
        if (ok() && !scan_.atLineEnd()) {
            fail(scan_.next(), "the line of a state ends after its action");
        }
    }

    bool modifier(StateLine& s) {
        struct Name {
            std::string_view text;
            uint8_t flag;
        };
        static constexpr Name kNames[] = {
            {"bright", kStateBright}, {"fast", kStateFast}, {"slow", kStateSlow}, {"nodelay", kStateNoDelay}, {"canraise", kStateCanRaise}};
        const Token t = scan_.peek();
        for (const Name& n : kNames) {
            if (equalsIgnoreCase(n.text, t.text)) {
                scan_.next();
                s.flags |= n.flag;
                return true;
            }
        }
        if (equalsIgnoreCase(t.text, "offset")) {
            scan_.next();
            int32_t x = 0, y = 0;
            if (expect('(') && integer(x, -32768, 32767) && expect(',') && integer(y, -32768, 32767)) {
                expect(')');
            }
            s.misc1 = static_cast<int16_t>(x);
            s.misc2 = static_cast<int16_t>(y);
            return true;
        }
        if (equalsIgnoreCase(t.text, "light")) { // dynamic lights do not exist here
            scan_.next();
            if (expect('(')) {
                name("the name of a light");
                expect(')');
            }
            return true;
        }
        return false;
    }

    void action(StateLine& s) {
        const Token t = scan_.next();
        if (t.kind != Token::Kind::Word) {
            fail(t, "expected an action");
            return;
        }
        s.action = t.text;
        if (!scan_.nextIs('(')) {
            return;
        }
        scan_.next();
        if (take(')')) {
            return;
        }
        do {
            argument(s);
        } while (ok() && take(','));
        if (ok()) {
            expect(')');
        }
    }

    void argument(StateLine& s) {
        const Token t = scan_.next();
        Argument arg;
        double v = 0;
        if (t.kind == Token::Kind::Text) {
            arg.literal = t.text;
        } else if (equalsIgnoreCase(t.text, "random")) {
            randomArgument(arg);
        } else if (t.kind == Token::Kind::Number && !scan_.peek().is('|')) {
            arg.literal = t.text;
        } else if (t.kind == Token::Kind::Word && !single_(t, v)) {
            arg.literal = dotted(t.text); // true, false, a bare class name or label
        } else if (value(v, t)) {
            arg.literal = numberText(v);
        }
        s.args.push_back(std::move(arg));
    }

    void randomArgument(Argument& arg) {
        arg.random = true;
        arg.stream = "EX_Random";
        if (take('[')) {
            arg.stream = name("the name of a random stream");
            expect(']');
        }
        int32_t low = 0, high = 0;
        if (ok() && expect('(') && integer(low, INT32_MIN, INT32_MAX) && expect(',') && integer(high, INT32_MIN, INT32_MAX)) {
            expect(')');
        }
        arg.low = std::to_string(low);
        arg.high = std::to_string(high);
    }

    Scanner scan_;
    std::string label_;
    const Include& include_;
    int depth_;
    ParsedText& out_;
    Status status_;
};

} // namespace

Status parseText(std::string_view text, std::string_view label, const Include& include, ParsedText& out) {
    return Parser(text, label, include, 0, out).parse();
}

} // namespace caco::decorate
