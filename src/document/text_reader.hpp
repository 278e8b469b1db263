#pragma once
#include "document/document_model.hpp"

namespace luoshi::document {

enum class TextFormat { Plain, Markdown, Csv };

/// Reads a text by its lines: lines with TABs (or Markdown bars, or CSV fields) are table rows, a paragraph or row broken by a
/// page is joined again, page numbers are dropped, and a table written one cell per line becomes a table.
Document read_text(std::u32string text, TextFormat format);

}  // namespace luoshi::document
