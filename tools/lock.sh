#!/bin/sh
# Compile the lock files anew: versions and hashes, no registry address. Needs `uv`.
set -eu
cd "$(dirname "$0")/../requirements"
compile() { uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --no-annotate --no-header "$@"; }
compile lean.in > lean.txt
echo "argostranslate>=1.11,<2" | compile --no-deps - >> lean.txt
compile hub.in > hub.txt
compile test.in > test.txt
printf '%s\n' "onnxruntime>=1.20 ; sys_platform != 'darwin' or platform_machine == 'arm64'" "tokenizers>=0.20" |
  compile --no-deps - >> test.txt
