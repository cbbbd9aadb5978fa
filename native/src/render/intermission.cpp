#include "render/draw_picture.h"

namespace caco {

void drawIntermission(const Assets& assets, DrawTarget& target) {
    const TextureId id = assets.findPicture("INTERPIC");
    if (id == kNoTexture) return;
    drawPicture(target, assets.texture(id), {0, 0, static_cast<double>(target.width), static_cast<double>(target.height)});
}

} // namespace caco
