#pragma once
#include <string>

#include "inspect/view_service.hpp"
#include "sheet/sheet.hpp"

namespace luoshi::json {
class Writer;
}

namespace luoshi::inspect {

/// InspectionSummary of web/src/api/types.ts.
void write_row(json::Writer& out, const ListRow& row);
/// InspectionFile.
void write_file(json::Writer& out, const FileRow& file);
/// Inspection, as its reader sees it.
std::string view_json(const View& view);
/// The list as a table.
sheet::Sheet as_sheet(const std::vector<ListRow>& rows);

}  // namespace luoshi::inspect
