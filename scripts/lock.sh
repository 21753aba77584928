#!/bin/sh
# Write requirements/runtime.txt and dev.txt: newest releases, every file by its hash, no download address.
# Run it when pyproject.toml or requirements/build.in changes a dependency; commit what it writes.
set -eu
cd "$(dirname "$0")/.."

header() {
    echo "# Made by scripts/lock.sh from pyproject.toml and requirements/build.in: do not edit."
    echo "# $1"
}

lock() { # lock NAME SENTENCE PIP-COMPILE-OPTION...
    name=$1
    sentence=$2
    shift 2
    .venv/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
        --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-annotate \
        --output-file "build/lock-$name.txt" "$@" pyproject.toml requirements/build.in
    { header "$sentence"; grep -v -e '^--' -e '^# The following packages' "build/lock-$name.txt"; } > "requirements/$name.txt"
}

mkdir -p build
rm -f build/lock-*.txt
lock runtime "What \`make demo\` needs, and nothing else."
lock dev "What \`make test\` needs: everything of runtime.txt and the tools." \
    --extra dev --constraint build/lock-runtime.txt
