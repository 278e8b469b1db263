#pragma once
#include "document/document_model.hpp"

namespace luoshi::document {

/// Reads a web page tolerantly: blocks become paragraphs, tables become tables (rowspan gives empty cells, colspan is kept), scripts and
/// styles are skipped. Places are those of the page's source.
Document read_html(std::u32string source);

}  // namespace luoshi::document
