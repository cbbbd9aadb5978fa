// The minimal HUD draws nothing yet.
#include "render/render_context.h"

namespace caco {

void drawMinimalHud(World&, int, const ViewGeometry&, const RenderSettings&, DrawTarget&) {}

} // namespace caco
