#include "game/config.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "game/text.h"

namespace caco {
namespace {

// One assignment of the text, lists joined over their lines.
struct Assignment {
    int line;
    std::string key, value;
    bool append = false;
};

std::string_view withoutComment(std::string_view line) {
    const size_t hash = line.find('#');
    return hash == std::string_view::npos ? line : line.substr(0, hash);
}

std::string at(const std::string& label, int line) { return label + ":" + std::to_string(line) + ": "; }

// Reads lines one by one; problems go to `fail`, which says whether to go on.
template <class Fail> bool split(std::string_view text, std::vector<Assignment>& out, Fail&& fail) {
    int number = 0;
    Assignment* open = nullptr; // list that still waits for its brace
    bool expectBrace = false;
    while (!text.empty()) {
        const size_t end = text.find('\n');
        std::string_view line = trimmed(withoutComment(text.substr(0, end)));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        ++number;
        if (line.empty()) {
            continue;
        }
        if (open) {
            if (expectBrace && line.front() != '{') {
                if (!fail(open->line, "key \"" + open->key + "\" has no value")) return false;
                out.pop_back();
                open = nullptr;
            } else {
                expectBrace = false;
                open->value += ' ';
                open->value += line;
                if (line.find('}') != std::string_view::npos) open = nullptr;
                continue;
            }
        }
        const size_t equals = line.find('=');
        if (equals == std::string_view::npos || equals == 0) {
            if (!fail(number, "expected KEY = VALUE, found \"" + std::string(line) + "\"")) return false;
            continue;
        }
        Assignment a;
        a.line = number;
        a.append = line[equals - 1] == '+';
        a.key = trimmed(line.substr(0, a.append ? equals - 1 : equals));
        a.value = trimmed(line.substr(equals + 1));
        if (a.key.empty()) {
            if (!fail(number, "there is no key before =")) return false;
            continue;
        }
        out.push_back(std::move(a));
        Assignment& last = out.back();
        expectBrace = last.value.empty();
        open = expectBrace || (last.value.front() == '{' && last.value.find('}') == std::string::npos) ? &last : nullptr;
    }
    if (open && !fail(open->line, expectBrace ? "key \"" + open->key + "\" has no value" : "the list of \"" + open->key + "\" is not closed by }")) {
        return false;
    }
    if (open) {
        out.pop_back();
    }
    return true;
}

} // namespace

Status applyConfigText(GameConfig& config, std::string_view text, const std::string& label, const std::string& baseDir, std::vector<std::string>* warnings) {
    GameConfig result = config;
    Status error;
    auto fail = [&](int line, const std::string& what) {
        if (warnings) {
            warnings->push_back(at(label, line) + what);
            return true;
        }
        error = Status::error(StatusCode::BadData, at(label, line) + what);
        return false;
    };
    constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF"; // some editors put it before the text
    if (text.starts_with(byteOrderMark)) {
        text.remove_prefix(byteOrderMark.size());
    }
    std::vector<Assignment> assignments;
    if (!split(text, assignments, fail)) {
        return error;
    }
    for (const Assignment& a : assignments) {
        const Status set = setConfigKey(result, a.key, a.value, a.append, baseDir);
        if (!set.ok() && !fail(a.line, set.message)) {
            return error;
        }
    }
    config = std::move(result);
    return {};
}

Status applyConfigFile(GameConfig& config, const std::string& path, std::vector<std::string>* warnings) {
    std::error_code code;
    if (std::filesystem::is_directory(path, code)) {
        return Status::error(StatusCode::FileNotFound, path + ": is a folder; name a .cfg file");
    }
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        return Status::error(StatusCode::FileNotFound, path + ": cannot be opened; check the path");
    }
    const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    return applyConfigText(config, text, path, std::filesystem::path(path).parent_path().string(), warnings);
}

} // namespace caco
