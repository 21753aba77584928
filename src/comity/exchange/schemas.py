"""Holding partners' messages to the partner's own schemas, where an agency has them: we ship none."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from lxml import etree

from comity.errors import Invalid
from comity.exchange.connector import Connector, Message
from comity.exchange.xml import Element, read_xml

XSD = "{http://www.w3.org/2001/XMLSchema}"


@dataclass(frozen=True)
class SchemaFolder:
    """XML schemas in a folder and those below it; files only, nothing is fetched."""

    folder: Path
    _loaded: dict[Path, etree.XMLSchema] = field(default_factory=dict, compare=False, repr=False)

    def check(self, raw: bytes) -> None:
        """Return when a message is valid by one of the schemas that declare its root; Invalid says where it is not."""
        root = read_xml(raw)
        declaring = self._declared.get(str(root.tag), ())
        if not declaring:
            raise Invalid(
                f"No schema in {self.folder.name} declares {etree.QName(root).localname}.",
                remedy="Add the schemas of this exchange to the folder.",
            )
        faults = [self._faults(schema, root) for schema in declaring]
        if all(faults):
            raise Invalid(f"The message breaks its own schema: {faults[0]}", remedy="Ask the sender to correct it.")

    @cached_property
    def _declared(self) -> dict[str, list[Path]]:
        found: dict[str, list[Path]] = {}
        for path in sorted(self.folder.rglob("*.xsd")):
            for name in _elements(path):
                found.setdefault(name, []).append(path)
        return found

    def _faults(self, path: Path, root: Element) -> str:
        if path not in self._loaded:
            parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
            self._loaded[path] = etree.XMLSchema(etree.parse(path, parser))
        try:
            self._loaded[path].assertValid(root)
        except etree.DocumentInvalid as wrong:
            return str(wrong)
        return ""


@dataclass(frozen=True)
class Strict:
    """A connector that takes only messages valid by their own schemas."""

    connector: Connector
    schemas: SchemaFolder

    @property
    def name(self) -> str:
        """The name of the connector within."""
        return self.connector.name

    def recognizes(self, raw: bytes, filename: str) -> bool:
        """Recognize what the connector within does."""
        return self.connector.recognizes(raw, filename)

    def read(self, raw: bytes) -> Message:
        """Read a valid message; Invalid names line and fault of any other."""
        self.schemas.check(raw)
        return self.connector.read(raw)


def _elements(path: Path) -> Iterator[str]:
    schema = read_xml(path.read_bytes())
    space = schema.get("targetNamespace", "")
    for element in schema.iterchildren(f"{XSD}element"):
        yield f"{{{space}}}{element.get('name')}"
