#pragma once
#include <vector>

#include "document/document_model.hpp"
#include "document/duty_rules.hpp"
#include "document/numbering.hpp"

namespace luoshi::document {

enum class PieceKind { Opening, Body, DutyLine, Closing };

/// A paragraph that belongs to a numbered item: the one with its mark, its further text, its labelled duty line, or (for a section) the
/// unnumbered paragraph that closes it after its last sub-item.
struct Piece {
    PieceKind kind = PieceKind::Body;
    Phrase phrase;  ///< compact, without the number mark; a duty line keeps the blanks between its units
};

/// A numbered part of the running text, or an unnumbered paragraph (no mark, no parent).
struct Item {
    std::optional<Mark> mark;
    std::string ref;  ///< path of marks: 一(一)1; P7 for an unnumbered paragraph of line 7
    int parent = -1;
    int level = 0;
    int children = 0;
    int begin = 0;  ///< code point of the mark
    std::vector<Piece> pieces;
};

/// Builds the tree of numbered items. The covering notice, front matter, sign-off and copy list are left out; unnumbered paragraphs outside
/// any item are kept as items without a mark.
std::vector<Item> read_outline(const Document& document);

}  // namespace luoshi::document
