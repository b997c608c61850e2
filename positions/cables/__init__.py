"""Real cable text, read and checked: header, paragraphs, marks, blocks, and what is wrong with them."""

from positions.cables.reader import read_cable, read_cable_file
from positions.cables.records import (
    Address,
    Block,
    Cable,
    CableReference,
    Header,
    Heading,
    Paragraph,
    Piece,
    Remark,
    Section,
)

__all__ = [
    "Address",
    "Block",
    "Cable",
    "CableReference",
    "Header",
    "Heading",
    "Paragraph",
    "Piece",
    "Remark",
    "Section",
    "read_cable",
    "read_cable_file",
]
