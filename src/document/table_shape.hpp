#pragma once
#include "document/document_model.hpp"

namespace luoshi::document {

/// Turns a table that was dumped one cell per line (序号 / 目标 / 责任单位 / 1 / … / 2 / …) back into a table.
void unstack_tables(Document& document);

/// Joins the pieces of a table that short lines (group headings without cells, cut words) broke apart.
void rejoin_tables(Document& document);

}  // namespace luoshi::document
