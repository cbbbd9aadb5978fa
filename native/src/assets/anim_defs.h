#pragma once

#include "assets/loader.h"

namespace caco {

// Animations and switches of all ANIMDEFS lumps, behind those of the binary lumps. What an animation names and no archive has is left
// out; what is not understood is an error that names lump, line and word.
Status readAnimDefs(AssetLoader& loader);

} // namespace caco
