// DECORATE text: scanner and the parsed form of its classes (actors.md 9.2).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/status.h"
#include "base/text.h"
#include "base/text_cursor.h"

namespace caco::decorate {

// A word, number, string or punctuation mark.
struct Token {
    enum class Kind : uint8_t { End, Word, Number, Text, Mark } kind = Kind::End;
    std::string text;
    int32_t line = 0;

    bool is(char mark) const { return kind == Kind::Mark && text.size() == 1 && text[0] == mark; }
};

class Scanner {
public:
    explicit Scanner(std::string_view text) : cursor_{text} {}

    Token next();                       // "::" is one mark; numbers carry their sign
    Token peek();
    Token nextWord();                   // run of characters up to a blank or a bracket, quotes removed: sprites and frames
    bool atLineEnd();                   // nothing but blanks and comments before the next line
    bool nextIs(char mark);             // the next character is this mark; takes nothing
    int32_t line() const { return cursor_.line; }

private:
    Token quoted();

    TextCursor cursor_;
};

// One argument of an action. Random arguments draw when the action runs.
struct Argument {
    bool random = false;
    std::string literal;                // quotes removed
    std::string low, high, stream;      // random
};

struct Property {
    std::string key;
    std::vector<std::string> values;
    int32_t line;
};

struct StateLine {
    enum class Kind : uint8_t { Label, State, Goto, Stop, Wait, Loop } kind;
    int32_t line = 0;
    std::string name;                   // label; goto target
    std::string scope;                  // goto: class before "::"
    int32_t offset = 0;
    std::string sprite, frames;
    int32_t tics = 0, ticRange = 0;
    uint8_t flags = 0;
    int16_t misc1 = 0, misc2 = 0;
    std::string action;
    std::vector<Argument> args;
};

// What an actor's block holds, in order.
struct Item {
    enum class Kind : uint8_t { Flag, Word, Property } kind;
    Property property;                  // key: flag with its sign, word, or property name
};

struct ParsedActor {
    std::string label;                  // of the lump, for messages
    std::string name, parent, replaces;
    int32_t editorNumber = -1;
    int32_t line = 0;
    std::vector<Item> items;
    std::vector<StateLine> states;
};

struct ParsedText {
    std::vector<ParsedActor> actors;
    std::unordered_map<std::string, double, HashIgnoreCase, EqualIgnoreCase> constants;
};

Status errorAt(std::string_view label, int32_t line, std::string_view token, std::string_view problem);

// Text of an included lump; false when there is none.
using Include = std::function<bool(std::string_view name, std::string_view& text)>;
Status parseText(std::string_view text, std::string_view label, const Include& include, ParsedText& out);

} // namespace caco::decorate
