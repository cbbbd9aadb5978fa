// Writes a WAD file in memory. Standard library only: built-in scenarios and tests share it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace caco {

class WadWriter {
public:
    explicit WadWriter(std::string_view magic = "PWAD") : magic_(magic) {}

    WadWriter& add(std::string_view name, std::vector<uint8_t> data = {}) {
        lumps_.emplace_back(std::string(name), std::move(data));
        return *this;
    }
    WadWriter& add(std::string_view name, std::string_view text) {
        return add(name, std::vector<uint8_t>(text.begin(), text.end()));
    }

    // Header, lump data in order, directory.
    std::vector<uint8_t> build() const {
        std::vector<uint8_t> out(magic_.begin(), magic_.end());
        uint32_t size = 12;
        for (const auto& [name, data] : lumps_) {
            size += static_cast<uint32_t>(data.size());
        }
        put32(out, static_cast<uint32_t>(lumps_.size()));
        put32(out, size);
        for (const auto& [name, data] : lumps_) {
            out.insert(out.end(), data.begin(), data.end());
        }
        uint32_t offset = 12;
        for (const auto& [name, data] : lumps_) {
            put32(out, offset);
            put32(out, static_cast<uint32_t>(data.size()));
            for (size_t i = 0; i < 8; ++i) {
                out.push_back(i < name.size() ? static_cast<uint8_t>(name[i]) : 0);
            }
            offset += static_cast<uint32_t>(data.size());
        }
        return out;
    }

private:
    static void put32(std::vector<uint8_t>& out, uint32_t v) {
        for (int i = 0; i < 4; ++i) {
            out.push_back(static_cast<uint8_t>(v >> (8 * i)));
        }
    }

    std::string magic_;
    std::vector<std::pair<std::string, std::vector<uint8_t>>> lumps_;
};

} // namespace caco
