"""Lay the files of others that pages load, and their licenses, where the server finds them: lay_assets.py NODE_MODULES.

They go into share/comity/assets of this interpreter's environment, a folder for each library. Of style sheets, fonts
that no page uses are cut, and what is left must be there: a page of ours asks for nothing that does not exist.
"""

import re
import shutil
import struct
import sys
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(sys.prefix) / "share" / "comity" / "assets"
# Where each comes from, and as what it is served. What a style sheet refers to comes with it.
LAID = {
    "@uswds/uswds/LICENSE.md": "uswds/LICENSE.md",
    "@uswds/uswds/dist/css/uswds.min.css": "uswds/css/uswds.min.css",
    "@uswds/uswds/dist/img/sprite.svg": "uswds/img/sprite.svg",
    "@uswds/uswds/dist/js/uswds-init.min.js": "uswds/js/uswds-init.min.js",
    "@uswds/uswds/dist/js/uswds.min.js": "uswds/js/uswds.min.js",
    "@fontsource/noto-sans-devanagari/LICENSE": "devanagari/LICENSE",
    "@fontsource/noto-sans-devanagari/400.css": "devanagari/400.css",
    "@fontsource/noto-sans-devanagari/700.css": "devanagari/700.css",
    # No browser loads these: a PDF is set in them, and what sets it reads no compressed font.
    "@uswds/uswds/dist/fonts/source-sans-pro/sourcesanspro-regular-webfont.ttf": "uswds/pdf/400.ttf",
    "@uswds/uswds/dist/fonts/source-sans-pro/sourcesanspro-bold-webfont.ttf": "uswds/pdf/700.ttf",
    "@fontsource/noto-sans-devanagari/files/noto-sans-devanagari-devanagari-400-normal.woff": "devanagari/pdf/400.ttf",
    "@fontsource/noto-sans-devanagari/files/noto-sans-devanagari-devanagari-700-normal.woff": "devanagari/pdf/700.ttf",
    "cytoscape/LICENSE": "cytoscape/LICENSE",
    "cytoscape/dist/cytoscape.min.js": "cytoscape/cytoscape.min.js",
    "htmx.org/LICENSE": "htmx/LICENSE",
    "htmx.org/dist/ext/hx-sse.min.js": "htmx/hx-sse.min.js",
    "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
    "leaflet/LICENSE": "leaflet/LICENSE",
    "leaflet/dist/images/marker-icon-2x.png": "leaflet/images/marker-icon-2x.png",
    "leaflet/dist/images/marker-shadow.png": "leaflet/images/marker-shadow.png",
    "leaflet/dist/leaflet.css": "leaflet/leaflet.css",
    "leaflet/dist/leaflet.js": "leaflet/leaflet.js",
}
# Of the fonts that the style sheets name, these are laid: Latin letters from USWDS, Devanagari from Noto.
KEPT_FONTS = re.compile(r"sourcesanspro-|-devanagari-[47]00-normal\.woff2")
FACE = re.compile(r"(?:/\*[^*]*\*/\s*)?@font-face\s*\{[^}]*\}\s*")
OLD_FORMAT = re.compile(r",\s*url\([^)]*\.woff\)\s*format\(['\"]woff['\"]\)")
# A map of the source is not laid, and whoever opens the tools of a browser would be told that it is missing.
SOURCE_MAP = re.compile(r"\n?(?:/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=.*)\s*$")
REFERENCE = re.compile(r"url\(['\"]?(?!data:|#)([^'\")]+)['\"]?\)")


def main(modules: Path) -> None:
    """Lay everything anew, and put it in the place of what was there at once."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=TARGET.parent) as made:
        folder = Path(made) / "assets"
        for source, target in LAID.items():
            _lay(modules / source, folder / target)
        # A folder that only its maker may enter would hide the files from a server that runs as another.
        folder.chmod(0o755)
        shutil.rmtree(TARGET, ignore_errors=True)
        folder.rename(TARGET)


def _lay(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.suffix == ".woff":
        target.write_bytes(_unpacked(source.read_bytes()))
        return
    if source.suffix not in {".css", ".js"}:
        shutil.copyfile(source, target)
        return
    text = SOURCE_MAP.sub("\n", source.read_text("utf-8"))
    if source.suffix == ".css":
        text = FACE.sub(lambda face: _kept(face[0]), text)
        for name in _references(text):
            _lay(source.parent / name, target.parent / name)
    target.write_text(text, "utf-8")


def _unpacked(packed: bytes) -> bytes:
    """Give the font that a WOFF file packs (W3C WOFF 1.0, sections 3 to 5): its tables, each where they were."""
    kind, flavor, tables = struct.unpack_from(">4s4s4xH", packed)
    if kind != b"wOFF":
        sys.exit("lay_assets: a font is not packed as WOFF 1.0: see what has changed.")
    power = tables.bit_length() - 1
    told: bytes = flavor + struct.pack(">HHHH", tables, 16 << power, power, 16 * tables - (16 << power))
    begins, bodies = len(told) + 16 * tables, b""
    for number in range(tables):
        tag, at, length, size, checksum = struct.unpack_from(">4s4I", packed, 44 + 20 * number)
        body = packed[at : at + length]
        told += struct.pack(">4s3I", tag, checksum, begins + len(bodies), size)
        body = body if length == size else zlib.decompress(body)
        bodies += body + bytes(-size % 4)
    return told + bodies


def _kept(face: str) -> str:
    return OLD_FORMAT.sub("", face) if KEPT_FONTS.search(face) else ""


def _references(css: str) -> Iterator[str]:
    for found in sorted({name for name in REFERENCE.findall(css) if name}):
        if ":" in found or found.startswith("/"):
            sys.exit(f"lay_assets: a style sheet refers to {found}, outside its own package: see what has changed.")
        yield found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
