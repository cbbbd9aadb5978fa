// Turns actors.txt into constant arrays (sim/builtin_tables.h). Usage: caco_actor_tables INPUT OUTPUT.
// Every reference (parent, label, row) is checked here, so that a mistake in the text fails the build with its line.

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace {

struct Label {
    std::string name, target;  // target: "ROW", "CLASS:ROW", "-" removes
    int line;
};
struct State {
    std::string sprite, flags, action, args, next;
    int frame, tics, line;
};
struct Class {
    std::string name, flags;
    int parent = -1, spawnId = 0;
    bool native = false, scenario = false, skipSuper = false, replacesDrops = false;
    std::vector<std::string> editors;
    std::vector<std::pair<std::string, std::string>> properties;
    std::vector<Label> labels;
    std::vector<std::vector<std::string>> drops;
    std::vector<State> states;
    int firstState = 0;
};
struct Action {
    std::string name;
    std::vector<std::string> params;
};

struct Tables {
    std::vector<Class> classes;
    std::map<std::string, int> byName;
    std::vector<Action> actions;
    std::vector<std::pair<std::string, std::string>> constants;
    std::vector<std::string> ammoRoots;
    std::vector<std::pair<std::string, int>> starts;
};

[[noreturn]] void fail(int line, const std::string& text) {
    std::cerr << "actors.txt:" << line << ": " << text << "\n";
    std::exit(1);
}

std::vector<std::string> words(const std::string& line) {
    std::istringstream in(line);
    std::vector<std::string> out;
    for (std::string w; in >> w;)
        out.push_back(w);
    return out;
}

std::string quoted(const std::string& s) {
    std::string out = "\"";
    for (const char c : s) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"";
}

int number(const std::string& s, int line) {
    char* end = nullptr;
    const long v = std::strtol(s.c_str(), &end, 10);
    if (s.empty() || *end != 0) fail(line, "'" + s + "' is not a whole number");
    return static_cast<int>(v);
}

State parseState(const std::string& text, int line) {
    State s{};
    s.line = line;
    std::string body = text.substr(1);
    if (const size_t arrow = body.find("->"); arrow != std::string::npos) {
        const auto target = words(body.substr(arrow + 2));
        if (target.size() != 1) fail(line, "one target must follow the arrow");
        s.next = target[0];
        body.resize(arrow);
    }
    if (const size_t open = body.find('('); open != std::string::npos) {
        const size_t close = body.rfind(')');
        if (close == std::string::npos || close < open) fail(line, "missing ')'");
        s.args = body.substr(open + 1, close - open - 1);
        body.resize(open);
    }
    const auto w = words(body);
    if (w.size() < 3 || w[0].size() != 4 || w[1].size() != 1) fail(line, "a state needs SPRITE FRAME TICS");
    s.sprite = w[0];
    s.frame = w[1] == "#" ? -1 : w[1][0] - 'A';
    s.tics = number(w[2], line);
    size_t next = 3;
    if (next < w.size() && w[next][0] == '!') s.flags = w[next++].substr(1);
    if (next < w.size()) s.action = w[next++];
    if (next != w.size()) fail(line, "unexpected '" + w[next] + "'");
    return s;
}

void parseClassHeader(Tables& t, const std::vector<std::string>& w, int line) {
    Class c;
    if (w.size() < 2) fail(line, "a class needs a name");
    c.name = w[1];
    for (size_t i = 2; i < w.size(); ++i) {
        if (w[i] == "native") {
            c.native = true;
        } else if (w[i] == "scenario") {
            c.scenario = true;
        } else {
            const auto parent = t.byName.find(w[i]);
            if (parent == t.byName.end()) fail(line, "unknown parent '" + w[i] + "'");
            c.parent = parent->second;
        }
    }
    if (!t.byName.emplace(c.name, static_cast<int>(t.classes.size())).second)
        fail(line, "second class '" + c.name + "'");
    t.classes.push_back(std::move(c));
}

void parseClassLine(Class& c, const std::vector<std::string>& w, const std::string& text, int line) {
    const std::string& key = w[0];
    if (key[0] == '|') {
        c.states.push_back(parseState(text, line));
    } else if (key == "ed") {
        c.editors.assign(w.begin() + 1, w.end());
        for (const auto& e : c.editors)
            number(e, line);
    } else if (key == "spawnid" && w.size() == 2) {
        c.spawnId = number(w[1], line);
    } else if (key == "skipsuper") {
        c.skipSuper = true;
    } else if (key == "flags") {
        c.flags = text.substr(6);
    } else if (key == "nodrop") {
        c.replacesDrops = true;
    } else if (key == "drop" && w.size() == 4) {
        c.replacesDrops = true;
        number(w[2], line), number(w[3], line);
        c.drops.push_back({w[1], w[2], w[3]});
    } else if (key == "label" && w.size() == 3) {
        c.labels.push_back({w[1], w[2], line});
    } else if (key == "nolabel" && w.size() == 2) {
        c.labels.push_back({w[1], "-", line});
    } else if (w.size() >= 2) {
        c.properties.emplace_back(key, text.substr(key.size() + 1));
    } else {
        fail(line, "cannot read '" + text + "'");
    }
}

bool parseGlobalLine(Tables& t, const std::vector<std::string>& w, int line) {
    if (w[0] == "action" && w.size() >= 2) {
        t.actions.push_back({w[1], {w.begin() + 2, w.end()}});
    } else if (w[0] == "constant" && w.size() == 3) {
        t.constants.emplace_back(w[1], w[2]);
    } else if (w[0] == "ammoroot" && w.size() == 2) {
        t.ammoRoots.push_back(w[1]);
    } else if (w[0] == "start" && w.size() == 3) {
        number(w[1], line);
        t.starts.emplace_back(w[1], number(w[2], line));
    } else if (w[0] == "deathmatch" && w.size() == 2) {
        number(w[1], line);
        t.starts.emplace_back(w[1], 0);
    } else if (w[0] == "nothing") {
        for (size_t i = 1; i < w.size(); ++i) {
            number(w[i], line);
            t.starts.emplace_back(w[i], -1);
        }
    } else {
        return false;
    }
    return true;
}

Tables parse(std::istream& in) {
    Tables t;
    std::string text;
    for (int line = 1; std::getline(in, text); ++line) {
        if (!text.empty() && text.back() == '\r') text.pop_back();
        const auto w = words(text);
        if (w.empty() || w[0][0] == '#') continue;
        if (w[0] == "class") {
            parseClassHeader(t, w, line);
        } else if (t.classes.empty()) {
            if (!parseGlobalLine(t, w, line)) fail(line, "cannot read '" + text + "'");
        } else {
            parseClassLine(t.classes.back(), w, text, line);
        }
    }
    int row = 0;
    for (Class& c : t.classes) {
        c.firstState = row;
        row += static_cast<int>(c.states.size());
    }
    return t;
}

int resolveRow(const Tables& t, const Class& c, const std::string& target, int line) {
    const Class* owner = &c;
    std::string row = target;
    if (const size_t colon = target.find(':'); colon != std::string::npos) {
        const auto it = t.byName.find(target.substr(0, colon));
        if (it == t.byName.end()) fail(line, "unknown class in '" + target + "'");
        owner = &t.classes[static_cast<size_t>(it->second)];
        row = target.substr(colon + 1);
    }
    const int index = number(row, line);
    if (index < 0 || index >= static_cast<int>(owner->states.size())) fail(line, "no such row: '" + target + "'");
    return owner->firstState + index;
}

void writeClasses(const Tables& t, std::ostream& out) {
    std::ostringstream editors, properties, labels, drops, states, classes;
    int editor = 0, property = 0, label = 0, drop = 0;
    for (const Class& c : t.classes) {
        classes << "    {" << quoted(c.name) << ", " << c.parent << ", " << c.native << ", " << c.scenario << ", "
                << c.skipSuper << ", " << c.replacesDrops << ", " << c.spawnId << ", " << quoted(c.flags) << ", "
                << editor << ", " << c.editors.size() << ", " << property << ", " << c.properties.size() << ", "
                << label << ", " << c.labels.size() << ", " << drop << ", " << c.drops.size() << ", " << c.firstState
                << ", " << c.states.size() << "},\n";
        for (const auto& e : c.editors)
            editors << e << ", ";
        for (const auto& p : c.properties)
            properties << "    {" << quoted(p.first) << ", " << quoted(p.second) << "},\n";
        for (const auto& l : c.labels) {
            labels << "    {" << quoted(l.name) << ", " << (l.target == "-" ? -1 : resolveRow(t, c, l.target, l.line))
                   << "},\n";
        }
        for (const auto& d : c.drops)
            drops << "    {" << quoted(d[0]) << ", " << d[1] << ", " << d[2] << "},\n";
        for (size_t i = 0; i < c.states.size(); ++i) {
            const State& s = c.states[i];
            int next = c.firstState + static_cast<int>(i) + 1;
            if (s.next == "stop") {
                next = -1;
            } else if (!s.next.empty()) {
                next = resolveRow(t, c, s.next, s.line);
            } else if (i + 1 == c.states.size()) {
                fail(s.line, "the last state of a class needs a target");
            }
            states << "    {" << quoted(s.sprite) << ", " << s.frame << ", " << s.tics << ", " << quoted(s.flags)
                   << ", " << quoted(s.action) << ", " << quoted(s.args) << ", " << next << "},\n";
        }
        editor += static_cast<int>(c.editors.size());
        property += static_cast<int>(c.properties.size());
        label += static_cast<int>(c.labels.size());
        drop += static_cast<int>(c.drops.size());
    }
    out << "static constexpr int32_t kBuiltinEditors[] = {" << editors.str() << "};\n"
        << "static constexpr BuiltinProperty kBuiltinProperties[] = {\n"
        << properties.str() << "};\n"
        << "static constexpr BuiltinLabel kBuiltinLabels[] = {\n"
        << labels.str() << "};\n"
        << "static constexpr BuiltinDrop kBuiltinDrops[] = {\n"
        << drops.str() << "};\n"
        << "static constexpr BuiltinState kBuiltinStates[] = {\n"
        << states.str() << "};\n"
        << "static constexpr BuiltinClass kBuiltinClasses[] = {\n"
        << classes.str() << "};\n";
}

void writeGlobals(const Tables& t, std::ostream& out) {
    std::ostringstream params, actions;
    int param = 0;
    for (const Action& a : t.actions) {
        actions << "    {" << quoted(a.name) << ", " << param << ", " << a.params.size() << "},\n";
        for (const auto& p : a.params) {
            const size_t colon = p.find(':');
            const size_t equals = p.find('=');
            const std::string type = p.substr(0, colon);
            const std::string name =
                colon == std::string::npos
                    ? ""
                    : p.substr(colon + 1, equals == std::string::npos ? equals : equals - colon - 1);
            params << "    {" << quoted(type) << ", " << quoted(name) << ", "
                   << (equals == std::string::npos ? std::string("nullptr") : quoted(p.substr(equals + 1))) << "},\n";
        }
        param += static_cast<int>(a.params.size());
    }
    out << "static constexpr BuiltinParam kBuiltinParams[] = {\n"
        << params.str() << "};\n"
        << "static constexpr BuiltinAction kBuiltinActions[] = {\n"
        << actions.str() << "};\n"
        << "static constexpr BuiltinConstant kBuiltinConstants[] = {\n";
    for (const auto& c : t.constants)
        out << "    {" << quoted(c.first) << ", " << c.second << "},\n";
    out << "};\nstatic constexpr const char* kBuiltinAmmoRoots[] = {";
    for (const auto& a : t.ammoRoots)
        out << quoted(a) << ", ";
    out << "};\nstatic constexpr BuiltinStart kBuiltinStarts[] = {";
    for (const auto& s : t.starts)
        out << "{" << s.first << ", " << s.second << "}, ";
    out << "};\n";
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: caco_actor_tables INPUT OUTPUT\n";
        return 2;
    }
    std::ifstream in(argv[1]);
    if (!in) {
        std::cerr << argv[1] << ": cannot be read\n";
        return 1;
    }
    const Tables tables = parse(in);
    std::ofstream out(argv[2]);
    out << "// Generated from actors.txt; not part of the source tree.\n";
    writeClasses(tables, out);
    writeGlobals(tables, out);
    out.close();
    if (!out) {
        std::cerr << argv[2] << ": cannot be written\n";
        return 1;
    }
    return 0;
}
