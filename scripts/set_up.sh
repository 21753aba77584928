#!/bin/sh
# Make a virtual environment ($VENV, or .venv) from a hash-locked requirements file, install Comity into it, and beside it
# what its pages load: set_up.sh runtime|dev
# Safe to run again; a stamp in it lets make skip it while nothing has changed.
set -eu
cd "$(dirname "$0")/.."
what=$1
venv=${VENV:-.venv}
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_ROOT_USER_ACTION=ignore

stop() {
    echo "set-up: $1" >&2
    echo "        $2" >&2
    exit 1
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

interpreter() {
    for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
        if command -v "$candidate" >/dev/null 2>&1 && new_enough "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
}

# Debian and its kin part ensurepip from Python, so a bare machine may have no way yet to fill a virtual environment.
make_environment() {
    python=$(interpreter)
    [ -n "$python" ] || stop "no Python 3.11 or later was found${PYTHON:+ as $PYTHON}." \
        "Install one, or name it: make PYTHON=/path/to/python3"
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        "$python" -m venv "$venv"
    elif "$python" -m pip --version >/dev/null 2>&1; then
        "$python" -m venv --without-pip "$venv"
        "$python" -m pip --python "$venv/bin/python" install -qq pip
    elif [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "set-up: installing python3-venv, which Debian keeps apart from Python"
        apt-get -qq update </dev/null && apt-get -qq install -y python3-venv </dev/null >/dev/null
        "$python" -m venv "$venv"
    else
        stop "$python cannot make a virtual environment: its ensurepip is missing." \
            "On Debian or Ubuntu: sudo apt-get install python3-venv   then run make again."
    fi
}

if [ -x "$venv/bin/python" ]; then
    new_enough "$venv/bin/python" || stop "$venv holds a Python older than 3.11, or a broken one." \
        "Remove the folder $venv and run make again."
else
    rm -rf "$venv"
    make_environment
fi
echo "set-up: installing what requirements/$what.txt locks (a minute the first time)"
"$venv/bin/python" -m pip install -qq --require-hashes --requirement "requirements/$what.txt"
"$venv/bin/python" -m pip install -qq --no-deps --no-build-isolation --editable .
VENV=$venv scripts/set_up_assets.sh "$what"
touch "$venv/.has-runtime"
[ "$what" = runtime ] || touch "$venv/.has-dev"
