// Object files of scripts made in code.
#pragma once

#include "../../../native/data/acs_assembler.h"
