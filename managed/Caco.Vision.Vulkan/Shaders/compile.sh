#!/bin/sh
# Compiles the shaders and writes their hashes: run it after every change of a source and commit what it writes.
#   sh compile.sh [FOLDER]      (FOLDER: where the modules go; without it beside the sources, with the manifest)
# Needs glslangValidator (Debian: apt install glslang-tools); the manifest names the version that was used.
set -eu
cd "$(dirname -- "$0")"
out=${1:-.}
for source in *.comp; do
    glslangValidator --quiet --target-env vulkan1.1 -o "$out/${source%.comp}.spv" "$source"
done
if [ "$out" = . ]; then
    {
        echo "# $(glslangValidator --version | sed -n 's/^Glslang Version: *//p')"
        sha256sum ./*.comp ./*.glsl ./*.spv | sed 's, \./, ,'
    } >manifest.sha256
fi
