#!/bin/sh
# Install the browser in which the tests read our pages, and the letters of Hindi, from Debian's packages, where they are
# missing: as root only. Anyone else is told what to install, and the tests of pages are skipped; CI may not skip them.
set -eu
browser=
for name in chromium chromium-browser; do
    command -v "$name" >/dev/null 2>&1 && browser=$name && break
done
needed=
[ -n "$browser" ] || needed=chromium
command -v fc-list >/dev/null 2>&1 || needed="${needed:+$needed }fontconfig"
# A font that draws Devanagari, from any package.
[ -n "$(fc-list :lang=hi family 2>/dev/null)" ] || needed="${needed:+$needed }fonts-noto-core"
[ -n "$needed" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "set-up: installing $needed for the tests of pages"
    export DEBIAN_FRONTEND=noninteractive
    # Another installation at work is waited for.
    wait="-o DPkg::Lock::Timeout=300"
    if apt-get $wait -qq update </dev/null && apt-get $wait -qq install -y --no-install-recommends $needed </dev/null >/dev/null
    then
        exit 0
    fi
fi
echo "set-up: the tests of pages need $needed, and could not install it." >&2
echo "        On Debian or Ubuntu: sudo apt-get install $needed   then run make again." >&2
[ "${CI:-}" != true ] || exit 1
echo "        Without a browser those tests are skipped." >&2
