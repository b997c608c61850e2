"""Searches files of every kind the program writes, down to what is packed, deflated or encoded in them.

A kind of file that is not known here is an error: nothing is skipped silently.
"""

import base64
import binascii
import gzip
import html
import io
import re
import zipfile
import zlib
from urllib.parse import unquote

from pypdf import PdfReader
from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, StreamObject, TextStringObject

DATA_URI = re.compile(rb"data:[\w/+.-]+;base64,([A-Za-z0-9+/=\s]+)")
TAG = re.compile(r"<[^<>]*>")


def found_in(files, needles):
    """Return ``(name of file, needle)`` for every needle in a file or in its name; ``files`` maps names to bytes."""
    hits = set()
    for name, data in files.items():
        for part in (name.encode(), *pieces(data)):
            text = b"".join(part.lower().split())  # a line may break inside a word
            hits |= {(name, n) for n in needles if any(form in text for form in _forms(n.lower()))}
    return sorted(hits)


def _forms(needle):
    return needle.encode(), needle.encode("utf-16-be"), needle.encode("utf-16-le"), needle.encode().hex().encode()


def pieces(data):
    """Yield the bytes of a file, and of everything in it that is packed or encoded."""
    yield data
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from pieces(archive.read(name))
    elif data[:5] == b"%PDF-":
        yield from _pdf(data)
    elif data[:8] == b"\x89PNG\r\n\x1a\n":
        yield from _png(data)
    elif data[:4] == b"PAR1":
        from pyarrow import parquet

        table = parquet.read_table(io.BytesIO(data))
        yield repr((table.schema.metadata, table.to_pylist())).encode()
    elif data[:3] == b"\x1f\x8b\x08":
        yield from pieces(gzip.decompress(data))
    elif data[:3] != b"\xff\xd8\xff":  # a JPEG has been looked at as it is; anything else has to be text
        text = data.decode("utf-8")
        yield html.unescape(TAG.sub("", text)).encode()  # a word may be cut up by tags
        yield unquote(html.unescape(text)).encode()
        for found in DATA_URI.finditer(data):
            yield from pieces(base64.b64decode(found[1]))


def _png(data):
    at, image = 8, []
    while at < len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + length]
        assert int.from_bytes(data[at + 8 + length : at + 12 + length], "big") == binascii.crc32(kind + body)
        yield kind + body
        rest = body.partition(b"\0")[2]
        if kind in (b"zTXt", b"iCCP"):
            yield zlib.decompress(rest[1:])
        elif kind == b"iTXt" and rest[:1] == b"\1":
            yield zlib.decompress(rest[2:].split(b"\0", 2)[2])
        elif kind == b"IDAT":
            image.append(body)
        at += 12 + length
    yield zlib.decompress(b"".join(image))


def _pdf(data):
    reader = PdfReader(io.BytesIO(data))
    numbers = {n for table in reader.xref.values() for n in table} | set(reader.xref_objStm)
    for number in sorted(numbers):
        yield from _pdf_object(reader.get_object(number))
    for page in reader.pages:
        text = page.extract_text()
        assert text.strip(), "a page whose text cannot be read cannot be searched"
        yield text.encode()


def _pdf_object(value):
    """Yield the strings and inflated streams of an object; references lead to objects that have their own turn."""
    if isinstance(value, StreamObject):
        yield value.get_data()
    if isinstance(value, DictionaryObject):
        for key, inner in value.raw_items() if hasattr(value, "raw_items") else dict.items(value):
            yield str(key).encode()
            yield from _pdf_object(inner)
    elif isinstance(value, ArrayObject):
        for inner in list.__iter__(value):
            yield from _pdf_object(inner)
    elif isinstance(value, ByteStringObject):
        yield bytes(value)
    elif isinstance(value, TextStringObject | str):
        yield str(value).encode()
