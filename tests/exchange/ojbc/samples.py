"""The consortium's sample messages: where they stand, which of them are valid, and what we make of them."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from comity.errors import Invalid
from comity.exchange.connector import Message
from comity.exchange.ojbc.exchanges import CONNECTORS
from comity.exchange.schemas import SchemaFolder
from tests.corpus import corpus

# Not messages: catalogs of schemas, and a schema that is called .xml.
OTHERS = ("catalog.xml", "xml-catalog.xml", "Wantlist.xml", "Hawaii_metadata.xml")
WITHOUT_SCHEMAS = "samples-only"


@dataclass(frozen=True)
class Sample:
    """One sample: of which folder, with what fault by its own schema ("" when valid), and what it became."""

    folder: str
    path: Path
    fault: str
    became: Message | Invalid

    @property
    def valid(self) -> bool:
        return not self.fault and self.folder != WITHOUT_SCHEMAS


def became(raw: bytes) -> Message | Invalid:
    connector = next((c for c in CONNECTORS if c.recognizes(raw, "")), None)
    if connector is None:
        return Invalid("no connector", remedy="")
    try:
        return connector.read(raw)
    except Invalid as wrong:
        return wrong


def fault(schemas: SchemaFolder, raw: bytes) -> str:
    try:
        schemas.check(raw)
    except Invalid as wrong:
        return wrong.message
    return ""


@cache
def samples() -> tuple[Sample, ...]:
    found = []
    for folder in sorted(each for each in corpus("ojbc-iepds").iterdir() if each.is_dir()):
        schemas = SchemaFolder(folder)
        for path in sorted(folder.rglob("*.xml")):
            if not path.name.endswith(OTHERS):
                raw = path.read_bytes()
                wrong = "" if folder.name == WITHOUT_SCHEMAS else fault(schemas, raw)
                found.append(Sample(folder.name, path, wrong, became(raw)))
    return tuple(found)
