// A UDMF map drawn with characters: '#' is rock, anything else is floor. Rock inside the drawing is a sector without
// height, so that nothing can be put into it; what lies outside is the void. Standard library only.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace caco {

struct GridMap {
    std::vector<std::string> rows; // northmost first, all of one length; outside is rock
    int cell = 64;                 // units
    int ceiling = 128;
    int light = 160;
    std::string wallTexture = "STONE2", floorTexture = "MFLR8_1", ceilingTexture = "MFLR8_1";

    struct Thing {
        int x, y;                  // units
        int angle;                 // degrees
        int type;                  // editor number
        int id;
    };
    std::vector<Thing> things;

    int width() const { return rows.empty() ? 0 : static_cast<int>(rows[0].size()); }
    int height() const { return static_cast<int>(rows.size()); }
    // Column from the west, row from the south.
    bool isFloor(int cx, int cy) const {
        return cx >= 0 && cy >= 0 && cx < width() && cy < height() &&
               rows[static_cast<size_t>(height() - 1 - cy)][static_cast<size_t>(cx)] != '#';
    }
    int centerOf(int c) const { return c * cell + cell / 2; }

    std::string textMap() const {
        Text text;
        text.out = "namespace = \"zdoom\";\n";
        for (const Thing& t : things) {
            text.out += "thing { x = " + std::to_string(t.x) + ".0; y = " + std::to_string(t.y) + ".0; angle = " + std::to_string(t.angle) +
                        "; type = " + std::to_string(t.type) + "; id = " + std::to_string(t.id) +
                        "; skill1 = true; skill2 = true; skill3 = true; skill4 = true; skill5 = true; single = true; coop = true; dm = true; }\n";
        }
        traceWalls(text);
        for (const auto& [x, y] : text.vertices) {
            text.out += "vertex { x = " + std::to_string(x) + ".0; y = " + std::to_string(y) + ".0; }\n";
        }
        text.out += text.lines;
        text.out += text.sides;
        text.out += sector(0) + sector(ceiling);
        return text.out;
    }

private:
    struct Text {
        std::string out, lines, sides;
        std::vector<std::pair<int, int>> vertices;
        std::map<std::pair<int, int>, size_t> numbers;
        size_t sideCount = 0;

        size_t vertex(int x, int y) {
            const auto [it, fresh] = numbers.try_emplace({x, y}, vertices.size());
            if (fresh) vertices.push_back({x, y});
            return it->second;
        }
        size_t side(int sector, const std::string& textures) {
            sides += "sidedef { sector = " + std::to_string(sector) + "; " + textures + "}\n";
            return sideCount++;
        }
        // A line whose front, on the right of the way from (x1, y1) to (x2, y2), is floor; behind it is rock or the void.
        void line(int x1, int y1, int x2, int y2, const std::string& texture, bool rock) {
            const size_t from = vertex(x1, y1), to = vertex(x2, y2);
            lines += "linedef { v1 = " + std::to_string(from) + "; v2 = " + std::to_string(to) + "; blocking = true; ";
            if (rock) {
                lines += "twosided = true; sidefront = " + std::to_string(side(0, "texturebottom = \"" + texture + "\"; "));
                lines += "; sideback = " + std::to_string(side(1, "")) + "; }\n";
            } else {
                lines += "sidefront = " + std::to_string(side(0, "texturemiddle = \"" + texture + "\"; ")) + "; }\n";
            }
        }
    };

    std::string sector(int floorHeight) const {
        return "sector { heightfloor = " + std::to_string(floorHeight) + "; heightceiling = " + std::to_string(ceiling) + "; texturefloor = \"" +
               floorTexture + "\"; textureceiling = \"" + ceilingTexture + "\"; lightlevel = " + std::to_string(light) + "; }\n";
    }

    // Runs of wall faces along the grid lines, each as one line with the floor on its right.
    void traceWalls(Text& text) const {
        for (int y = 0; y <= height(); ++y) {
            for (const bool floorAbove : {true, false}) {
                int start = -1;
                for (int x = 0; x <= width(); ++x) {
                    const bool face = isFloor(x, y) != isFloor(x, y - 1) && isFloor(x, floorAbove ? y : y - 1);
                    if (face && start < 0) start = x;
                    if (!face && start >= 0) {
                        const int a = start * cell, b = x * cell;
                        text.line(floorAbove ? b : a, y * cell, floorAbove ? a : b, y * cell, wallTexture, y > 0 && y < height());
                        start = -1;
                    }
                }
            }
        }
        for (int x = 0; x <= width(); ++x) {
            for (const bool floorEast : {true, false}) {
                int start = -1;
                for (int y = 0; y <= height(); ++y) {
                    const bool face = isFloor(x, y) != isFloor(x - 1, y) && isFloor(floorEast ? x : x - 1, y);
                    if (face && start < 0) start = y;
                    if (!face && start >= 0) {
                        const int a = start * cell, b = y * cell;
                        text.line(x * cell, floorEast ? a : b, x * cell, floorEast ? b : a, wallTexture, x > 0 && x < width());
                        start = -1;
                    }
                }
            }
        }
    }
};

} // namespace caco
