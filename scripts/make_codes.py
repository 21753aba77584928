"""Make the code tables of ``comity.records.codes`` from the corpora, the same bytes every time.

Run: ``python scripts/make_codes.py [--standards ../shared/standards] [--out src/comity/records/codes]``.
Codes and their names are facts; each file says where they were read.
"""

import argparse
import csv
import io
import re
import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
XSD = "{http://www.w3.org/2001/XMLSchema}"

GENERAL = "nibrs/docs/NIBRSCodeTablesGeneral.xlsx"
MESSAGE = "nibrs/iepd-2019.1/documents/nibrs_CodesTables.xlsx"
NIBRS = "FBI NIBRS 2019.1 code tables (SEARCH-NCJIS/nibrs dde144a37fe0)"
NIBRS_LICENSE = "Apache-2.0 (repository); FBI documents are US Government works"
NIEM = "NIEM 6.0 model, 6.0-ps02 (niemopen/niem-model d6e74ac2edf3)"
NIEM_LICENSE = "CC BY 4.0, OASIS NIEM Open Project"
BNS = "Bharatiya Nyaya Sanhita 2023, an Act of Parliament (Sarthakkeche/NyayaSahayak c7afae8b6daf)"
BNS_LICENSE = "section numbers and titles only, facts of an Act; titles keep the Act's spelling"

Row = dict[str, str]
Wanted = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """One file to write: its name, title, origin and rows, the first two columns always ``code`` and ``name``."""

    name: str
    title: str
    source: str
    license: str
    rows: tuple[Row, ...]
    subsections: bool = False


# Technical specification 2019.1, data element 26; the message's workbook has the words but not the letters.
AGE_LETTERS = {"NEONATAL": "NN", "NEWBORN": "NB", "BABY": "BB", "UNKNOWN": "00"}

ACRONYMS = re.compile(
    r"\b(aka|apco|atm|av|bac|cad|cbrn|cdl|dea|dna|dui|dwi|ems|er|fbi|fka|gps|hiv|id|iii|ins|irs|leo|leoka|mva|ncic|nff|pcp|rv|sca|"
    r"std|suv|tv|us|usdot|usms|va|vcr|vin|voip)\b",
    re.IGNORECASE,
)
PLAIN = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"})
SMALL_WORDS = "a|an|and|as|at|by|for|from|in|into|of|on|or|the|to|with"
SHORT = 60  # characters: a longer definition is an explanation, and the code itself reads better as a name
LETTERS = 2  # a code this short is a letter code, and says nothing as a name
EXPLAINING = ("A ", "AN ", "OF INDETERMINATE")
NOTES = r" *[(\[] ?(?:ALSO|DESCRIBE|EXCLUDES|FOR DEF|INCLUDES|SUCH AS|THE )[^)\]]*[)\]]"

# Slips of the copy that the section titles were read from, each against the printed Act.
BNS_SLIPS = {"hous-ebreaking": "house-breaking", "law\\": "law"}
BNS_PROPER = {"state": "State", "army": "Army", "navy": "Navy", "air force": "Air Force", "government": "Government"}


def tidy(text: str) -> str:
    """Put a name on one line, in plain quotes and hyphens."""
    plain = text.translate(PLAIN)
    return " ".join(plain.split())


def read_workbook(path: Path) -> dict[str, list[Row]]:
    """Read every sheet of an .xlsx file as rows of column letter to text."""
    with zipfile.ZipFile(path) as book:
        texts = ["".join(t.text or "" for t in item.iter(f"{SHEET}t")) for item in _part(book, "sharedStrings.xml")]
        targets = {
            relation.get("Id"): relation.get("Target", "") for relation in _part(book, "_rels/workbook.xml.rels")
        }
        return {
            sheet.get("name", ""): list(_rows(_part(book, targets[sheet.get(RELATION)]), texts))
            for sheet in _part(book, "workbook.xml").iter(f"{SHEET}sheet")
        }


def _part(book: zipfile.ZipFile, name: str) -> ET.Element:
    return _tree(book.read("xl/" + name.removeprefix("/xl/")))


def _tree(raw: bytes) -> ET.Element:
    return ET.fromstring(raw)  # noqa: S314 - the corpora are our own


def _rows(sheet: ET.Element, texts: list[str]) -> Iterator[Row]:
    for row in sheet.iter(f"{SHEET}row"):
        cells = ((cell.get("r", ""), cell.get("t"), cell.findtext(f"{SHEET}v")) for cell in row)
        yield {
            re.sub(r"\d", "", at): texts[int(value)] if kind == "s" else value
            for at, kind, value in cells
            if value is not None
        }


def message_codes(sheet: list[Row]) -> dict[str, Row]:
    """Read a sheet of the message's workbook: code to its name, and the word that stands for it in a message."""
    start = next(number for number, row in enumerate(sheet) if row.get("A") == "Code") + 1
    found: dict[str, Row] = {}
    for row in sheet[start:]:
        word, text = row["A"], tidy(row["B"])
        numbered = re.match(r"NIBRS CODE: (\S+) ?\| ?(.+)", text)
        if numbered:
            found[numbered[1]] = {"code": numbered[1], "name": numbered[2], "niem": word}
        else:
            found[word] = {"code": word, "name": text}
    return found


def nibrs_table(wanted: Wanted, general: list[Row], message: dict[str, Row]) -> Table:
    """Join both workbooks: names and groups from the general one, automatic weapons and words from the message's."""
    columns: dict[str, str] = wanted.get("columns", {})
    rows: dict[str, Row] = {}
    for row in general[1:]:
        code = row["D"].strip()
        # 99998 and 99999 are the "blank" and "unknown" of that workbook's database; some of them are real codes too.
        if code and (row["A"] not in {"99998", "99999"} or code in message):
            rows[code] = {"code": code, "name": tidy(row["E"])} | {key: tidy(row[at]) for at, key in columns.items()}
    for code, extra in message.items():
        # Only the message has 11A to 15A, the automatic ones of weapons 11 to 15.
        rows[code] = rows[code.removesuffix("A")] | extra if code not in rows else extra | rows[code]
    finish = _offense if wanted["name"] == "nibrs-offense" else dict
    ordered = tuple(finish(rows[code]) for code in sorted(rows))
    return Table(wanted["name"], f"NIBRS: {wanted['title']}", NIBRS, NIBRS_LICENSE, ordered)


def _offense(row: Row) -> Row:
    """Say A or B for the group, and leave the family out of the name, for it has its own column."""
    name = re.sub(r"^(.*Offenses[-,]\s*|Assault-)", "", row["name"]) if row["group"] == "Group A" else row["name"]
    return row | {"name": name or row["name"], "group": row["group"][-1], "against": row["against"].lower()}


def nibrs_age(message: dict[str, Row]) -> Table:
    """Give the ages that are not a number of years."""
    rows = [{"code": AGE_LETTERS[word], "name": row["name"].rstrip("."), "niem": word} for word, row in message.items()]
    rows.append({"code": "99", "name": "Person over 98 years old", "niem": ""})
    ordered = tuple(sorted(rows, key=lambda row: row["code"]))
    return Table("nibrs-age", "NIBRS: ages that are not a number of years", NIBRS, NIBRS_LICENSE, ordered)


def nibrs_errors(sheet: list[Row]) -> Table:
    """Give the error codes with their messages; the spreadsheet lost leading zeros, and a few codes say two things."""
    rows: dict[str, Row] = {}
    for row in sheet[1:]:
        code, segment, text = row["B"].strip().zfill(3), row["C"], tidy(row["D"])
        if row["A"] in {"99998", "99999"}:
            continue
        known = rows.setdefault(code, {"code": code, "name": text, "segment": segment})
        if text not in known["name"].split(" / "):
            known["name"] += f" / {text}"
    ordered = tuple(rows[code] for code in sorted(rows))
    return Table("nibrs-error", "NIBRS: error codes", NIBRS, NIBRS_LICENSE, ordered)


def nibrs_tables(standards: Path, wanted: list[Wanted]) -> Iterator[Table]:
    """Give every NIBRS table."""
    general, message = read_workbook(standards / GENERAL), read_workbook(standards / MESSAGE)
    for each in wanted:
        yield nibrs_table(
            each, general[each["general"]], message_codes(message[each["message"]]) if each["message"] else {}
        )
    yield nibrs_age(message_codes(message["MeasureValueText"]))
    yield nibrs_errors(general["NibrsErrorCodeType"])


def niem_name(code: str, definition: str) -> str:
    """Make a name that reads on a page: the defined term, a short definition, or else the code in words."""
    term, named, _ = re.sub(NOTES, "", definition).partition(": " if definition.isupper() else " - ")
    explains = len(term) > SHORT or (not named and (definition.endswith(".") or definition.startswith(EXPLAINING)))
    name = code.replace("_", " ").replace("-", "/") if explains and len(code) > LETTERS else term
    if not name.isupper():
        return name
    titled = re.sub(r"[A-Z][A-Z']*", lambda match: match[0].capitalize(), name)
    lowered = re.sub(rf"(?<=\w )({SMALL_WORDS})(?= )", lambda match: match[0].lower(), titled, flags=re.IGNORECASE)
    return ACRONYMS.sub(lambda match: match[0].upper(), lowered)


def niem_tables(standards: Path, wanted: list[Wanted]) -> Iterator[Table]:
    """Give the code lists of use, with their definitions as they stand in the model."""
    model = standards / "niem/model-6.0-ps02"
    trees = {file: _tree((model / file).read_bytes()) for file in sorted({each["file"] for each in wanted})}
    for each in wanted:
        kind = f"{each['type']}SimpleType"
        simple = next(found for found in trees[each["file"]].iter(f"{XSD}simpleType") if found.get("name") == kind)
        pairs = [(item.get("value", ""), tidy("".join(item.itertext()))) for item in simple.iter(f"{XSD}enumeration")]
        rows = tuple({"code": code, "name": niem_name(code, text), "definition": text} for code, text in sorted(pairs))
        yield Table(
            each["name"], f"NIEM: {each['title']} ({each['type']})", f"{NIEM}, {each['file']}", NIEM_LICENSE, rows
        )


def bns_table(standards: Path) -> Table:
    """Give the sections of the Sanhita with their titles and chapters, without their text."""
    text = (standards / "codes-india/bns_sections.csv").read_text(encoding="utf-8-sig")
    chapters: dict[str, str] = {}
    rows = []
    for row in csv.DictReader(io.StringIO(text)):
        chapter = chapters.setdefault(row["Chapter"], _heading(row["Chapter_name"]))
        title = _mended(tidy(row["Section _name"])).rstrip(".")
        rows.append({"code": row["Section"], "name": title, "chapter": row["Chapter"], "chapter_name": chapter})
    return Table(
        "bns-section", "sections of the Bharatiya Nyaya Sanhita", BNS, BNS_LICENSE, tuple(rows), subsections=True
    )


def _heading(text: str) -> str:
    words = tidy(text).rstrip(".") if not text.isupper() else tidy(text).capitalize().rstrip(".")
    for low, proper in BNS_PROPER.items():
        words = re.sub(rf"\b{low}\b", proper, words)
    return words


def _mended(title: str) -> str:
    for slip, right in BNS_SLIPS.items():
        title = title.replace(slip, right)
    return title


def written(table: Table) -> str:
    """Give the file of a table: its origin in comment lines, then comma-separated values."""
    columns: list[str] = ["code", "name", *sorted({key for row in table.rows for key in row} - {"code", "name"})]
    out = io.StringIO()
    out.write(f"# title: {table.title}\n# source: {table.source}\n# license: {table.license}\n")
    if table.subsections:
        out.write("# subsections: a code may be followed by one in parentheses, such as 115(2)\n")
    out.write("# made by scripts/make_codes.py\n")
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_checked(table))
    return out.getvalue()


def _checked(table: Table) -> Iterable[Mapping[str, str]]:
    codes = [row["code"] for row in table.rows]
    if len(set(codes)) != len(codes) or not all(row["code"] and row["name"] for row in table.rows):
        raise SystemExit(
            f"{table.name}: a code is there twice or has no name; look at the source and mend this script."
        )
    return table.rows


def main() -> None:
    """Write every table into the folder that was named."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--standards", type=Path, default=ROOT.parent / "shared" / "standards")
    arguments.add_argument("--out", type=Path, default=ROOT / "src" / "comity" / "records" / "codes")
    asked = arguments.parse_args()
    wanted = tomllib.loads((ROOT / "scripts" / "make_codes.toml").read_text(encoding="utf-8"))
    tables = [
        *nibrs_tables(asked.standards, wanted["nibrs"]),
        *niem_tables(asked.standards, wanted["niem"]),
        bns_table(asked.standards),
    ]
    for table in tables:
        (asked.out / f"{table.name}.csv").write_text(written(table), encoding="utf-8", newline="")
    print(f"{len(tables)} tables, {sum(len(table.rows) for table in tables)} codes in {asked.out}")


if __name__ == "__main__":
    main()
