#include "wad/archive.h"

namespace caco {

uint8_t ByteReader::u8() {
    if (remaining() < 1) {
        failed_ = true;
        pos_ = data_.size();
        return 0;
    }
    return data_[pos_++];
}

uint16_t ByteReader::u16() {
    if (remaining() < 2) {
        failed_ = true;
        pos_ = data_.size();
        return 0;
    }
    const auto value = static_cast<uint16_t>(data_[pos_] | data_[pos_ + 1] << 8);
    pos_ += 2;
    return value;
}

uint32_t ByteReader::u32() {
    if (remaining() < 4) {
        failed_ = true;
        pos_ = data_.size();
        return 0;
    }
    const uint8_t* p = data_.data() + pos_;
    pos_ += 4;
    return uint32_t{p[0]} | uint32_t{p[1]} << 8 | uint32_t{p[2]} << 16 | uint32_t{p[3]} << 24;
}

LumpName ByteReader::name8() {
    if (remaining() < 8) {
        failed_ = true;
        pos_ = data_.size();
        return {};
    }
    const std::string_view text(reinterpret_cast<const char*>(data_.data() + pos_), 8);
    pos_ += 8;
    return LumpName::of(text);
}

void ByteReader::skip(size_t n) {
    if (remaining() < n) {
        failed_ = true;
        pos_ = data_.size();
        return;
    }
    pos_ += n;
}

}  // namespace caco
