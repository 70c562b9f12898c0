"""Where signatures go in a PDF: the rectangles named `firma-1`, `firma-2`…, or the foot of the last page.

The fields of all the places are made with the first signature, each with its tag and an empty look, because
whoever certifies a document forbids later fields. Lengths are PDF points, from the page's lower left corner.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

NAME = re.compile(r"firma-(\d{1,2})")
MM = 72 / 25.4
WIDEST, HIGHEST = 80 * MM, 22 * MM
# Keeps the block off the line on which one signs.
ABOVE_LINE = 2
# The foot of a page, under its number, where no text stands.
FOOT_LEFT, FOOT_BOTTOM, FOOT_HEIGHT, FOOT_STEP = 17 * MM, 3 * MM, 10 * MM, 88 * MM
FOOT_PLACES = 2
PRINT_AND_LOCKED = 4 | 128


@dataclass(frozen=True)
class Place:
    """A rectangle for a signature: the reference of its page, and its corner and size."""

    name: str
    page: Any
    x: float
    y: float
    width: float
    height: float


def places_of(writer: Any) -> list[Place]:
    """The rectangles that the document names, in their order; without any, two at the foot of its last page."""
    named = []
    for name, target in _destinations(_within(writer.root, "/Names", "/Dests")):
        found = NAME.fullmatch(name)
        if found and target[1] == "/FitR":
            left, bottom, right, top = (float(target[corner]) for corner in range(2, 6))
            width, height = min(right - left, WIDEST), min(top - bottom, HIGHEST) - ABOVE_LINE
            place = Place(name, target.raw_get(0), left, top - height, width, height)
            named.append((int(found[1]), place))
    return [place for _number, place in sorted(named, key=lambda pair: pair[0])] or _foot(writer)


def place_at(writer: Any, name: str, where: tuple[int, float, float, float, float]) -> Place:
    """A rectangle somebody chose: page index, x, y, width, height."""
    page, x, y, width, height = where
    return Place(name, writer.find_page_for_modification(page)[0], x, y, width, height)


def _foot(writer: Any) -> list[Place]:
    page = writer.find_page_for_modification(-1)[0]
    return [
        Place(f"firma-{number + 1}", page, FOOT_LEFT + number * FOOT_STEP, FOOT_BOTTOM, WIDEST, FOOT_HEIGHT)
        for number in range(FOOT_PLACES)
    ]


def _destinations(tree: Any) -> list[tuple[str, Any]]:
    """Name and target of each, from a name tree of any depth."""
    names = _within(tree, "/Names", otherwise=[])
    found = [(str(names[index]), names[index + 1]) for index in range(0, len(names), 2)]
    return found + [pair for kid in _within(tree, "/Kids", otherwise=[]) for pair in _destinations(kid)]


def _within(holder: Any, *keys: str, otherwise: Any = ()) -> Any:
    """What lies under these keys, references followed."""
    for key in keys:
        if key not in holder:
            return otherwise
        holder = holder[key]
    return holder


def fields_of(writer: Any) -> dict[str, Any]:
    """The signature fields: name → reference."""
    from pyhanko.sign.fields import enumerate_sig_fields

    return {name: reference for name, _value, reference in enumerate_sig_fields(writer)}


def field_make(writer: Any, place: Place) -> Any:
    """A new empty field at a place, tagged as the accessible PDF asks: its reference."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.generic import pdf_name, pdf_string

    page = writer.get_object(place.page.reference)
    corners = (place.x, place.y, place.x + place.width, place.y + place.height)
    field = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/FT"): pdf_name("/Sig"),
            pdf_name("/T"): pdf_string(place.name),
            pdf_name("/TU"): pdf_string(_about(place)),
            pdf_name("/F"): generic.NumberObject(PRINT_AND_LOCKED),
            pdf_name("/P"): place.page,
            pdf_name("/Rect"): generic.ArrayObject(generic.FloatObject(f"{each:.3f}") for each in corners),
            pdf_name("/AP"): generic.DictionaryObject({pdf_name("/N"): _empty_look(writer, place)}),
        }
    )
    reference = writer.add_object(field)
    _tag(writer, place, field, reference)
    _append(writer, page, "/Annots", reference)
    page[pdf_name("/Tabs")] = pdf_name("/S")
    writer.mark_update(place.page)
    _append(writer, _form(writer), "/Fields", reference)
    return reference


def _about(place: Place) -> str:
    found = NAME.fullmatch(place.name)
    return _("Firma digital %(number)s") % {"number": found[1] if found else place.name}


def _form(writer: Any) -> Any:
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.generic import pdf_name

    if "/AcroForm" not in writer.root:
        writer.root[pdf_name("/AcroForm")] = writer.add_object(generic.DictionaryObject())
        writer.update_root()
    return writer.root["/AcroForm"]


def _empty_look(writer: Any, place: Place) -> Any:
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.generic import pdf_name

    box = (0, 0, place.width, place.height)
    look = {
        pdf_name("/Type"): pdf_name("/XObject"),
        pdf_name("/Subtype"): pdf_name("/Form"),
        pdf_name("/BBox"): generic.ArrayObject(generic.FloatObject(f"{each:.3f}") for each in box),
        pdf_name("/Resources"): generic.DictionaryObject(),
    }
    return writer.add_object(generic.StreamObject(look, stream_data=b""))


def _append(writer: Any, holder: Any, key: str, value: Any) -> None:
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.generic import pdf_name

    if key not in holder:
        holder[pdf_name(key)] = generic.ArrayObject()
    holder[key].append(value)
    writer.update_container(holder[key])
    writer.update_container(holder)


def _tag(writer: Any, place: Place, field: Any, reference: Any) -> None:
    """A `Form` element that holds the field, at the end of the document's structure."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.generic import pdf_name, pdf_string

    root = _within(writer.root, "/StructTreeRoot", otherwise=None)
    if root is None:
        return
    tree = root["/ParentTree"]
    numbers = _within(tree, "/Nums", otherwise=[])
    keys = [int(numbers[index]) for index in range(0, len(numbers), 2)]
    number = generic.NumberObject(max(keys, default=-1) + 1)
    parent, parent_reference = _document_element(root, writer)
    held = {
        pdf_name("/Type"): pdf_name("/OBJR"),
        pdf_name("/Obj"): reference,
        pdf_name("/Pg"): place.page,
    }
    element = writer.add_object(
        generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/StructElem"),
                pdf_name("/S"): pdf_name("/Form"),
                pdf_name("/P"): parent_reference,
                pdf_name("/Pg"): place.page,
                pdf_name("/Alt"): pdf_string(_about(place)),
                pdf_name("/K"): generic.DictionaryObject(held),
            }
        )
    )
    field[pdf_name("/StructParent")] = number
    _append(writer, parent, "/K", element)
    _append(writer, tree, "/Nums", number)
    tree["/Nums"].append(element)
    if "/ParentTreeNextKey" in root:
        root[pdf_name("/ParentTreeNextKey")] = generic.NumberObject(int(number) + 1)
        writer.update_container(root)


def _document_element(root: Any, writer: Any) -> tuple[Any, Any]:
    """The element that holds the whole document, and its reference."""
    kids = root["/K"]
    first = kids.raw_get(0) if isinstance(kids, list) else root.raw_get("/K")
    return first.get_object(), first
