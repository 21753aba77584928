#!/bin/sh
# Write requirements/runtime.txt, dev.txt, spark.txt, node.txt and npm/package-lock.json: every file by its hash, no
# download address; of Python the newest releases, of npm those that package.json names. Run it when pyproject.toml,
# requirements/*.in or requirements/npm/package.json changes a dependency; commit what it writes.
set -eu
cd "$(dirname "$0")/.."

header() {
    echo "# Made by scripts/lock.sh from $1: do not edit."
    echo "# $2"
}

lock() { # lock NAME FROM SENTENCE PIP-COMPILE-ARGUMENT...
    name=$1
    from=$2
    sentence=$3
    shift 3
    .venv/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
        --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-annotate \
        --output-file "build/lock-$name.txt" "$@"
    { header "$from" "$sentence"; grep -v -e '^--' -e '^# The following packages' "build/lock-$name.txt"; } > "requirements/$name.txt"
}

mkdir -p build
rm -f build/lock-*.txt
sources="pyproject.toml requirements/build.in"
lock runtime "pyproject.toml and requirements/build.in" "What \`make demo\` needs, and nothing else." $sources
lock dev "pyproject.toml and requirements/build.in" "What \`make test\` needs: everything of runtime.txt and the tools." \
    --extra dev --constraint build/lock-runtime.txt $sources
lock spark "pyproject.toml and requirements/build.in" "What \`comity link --spark\` and \`make soak\` need beside." \
    --extra spark --constraint build/lock-dev.txt $sources
lock node requirements/node.in "What installs the files that pages load, on a machine that has no Node." requirements/node.in

if command -v npm >/dev/null 2>&1; then
    (cd requirements/npm && npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts \
        --no-audit --no-fund --no-update-notifier --loglevel=error)
else
    echo "lock: npm is not here, so requirements/npm/package-lock.json was left as it is" >&2
fi
