// The 2-D layer draws nothing yet.
#include "render/render_context.h"

namespace caco {

void drawAutomap(World&, int, const ViewGeometry&, const RenderSettings&, DrawTarget&) {}
void drawCrosshair(World&, int, const ViewGeometry&, DrawTarget&) {}
void drawStatusBar(World&, int, const ViewGeometry&, const RenderSettings&, DrawTarget&) {}
void drawMinimalHud(World&, int, const ViewGeometry&, const RenderSettings&, DrawTarget&) {}
void finishHudFrame(World&, int, ViewState&) {}
void tickStatusBar(World&) {}

} // namespace caco
