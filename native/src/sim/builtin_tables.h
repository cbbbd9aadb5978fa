// Layout of the generated tables of built-in classes (native/data/actors.txt). Names and values stay text: one set of
// routines turns them, and the text of DECORATE lumps, into classes.
#pragma once

#include <cstdint>

namespace caco {

struct BuiltinProperty {
    const char* key;
    const char* value;  // blank-separated values
};
struct BuiltinLabel {
    const char* name;
    int32_t row;  // state row; -1 removes the label
};
struct BuiltinDrop {
    const char* item;
    int32_t chance, amount;
};
struct BuiltinState {
    const char* sprite;
    int32_t frame, tics;  // frame -1 keeps the frame
    const char* flags;    // letters B F S N R
    const char* action;   // empty = none
    const char* args;     // comma-separated
    int32_t next;         // state row, -1 = none
};
struct BuiltinClass {
    const char* name;
    int32_t parent;  // class row, -1 = none
    bool native, scenario, skipSuper, replacesDrops;
    int32_t spawnId;
    const char* flags;  // "+FLAG -FLAG ..."
    int32_t firstEditor, editorCount;
    int32_t firstProperty, propertyCount;
    int32_t firstLabel, labelCount;
    int32_t firstDrop, dropCount;
    int32_t firstState, stateCount;
};
struct BuiltinParam {
    const char* type;  // int, bool, float, class, state, name, sound, ... (any number of the type before)
    const char* name;
    const char* fallback;  // null = required
};
struct BuiltinAction {
    const char* name;
    int32_t firstParam, paramCount;
};
struct BuiltinConstant {
    const char* name;
    double value;
};
struct BuiltinStart {
    int32_t editorNumber;
    int32_t player;  // 1..8; 0 = deathmatch start; -1 = nothing is spawned
};

}  // namespace caco
