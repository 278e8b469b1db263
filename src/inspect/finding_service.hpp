#pragma once
#include <optional>
#include <string>

#include "inspect/view_service.hpp"

namespace luoshi::inspect {

/// The checklist of an object under inspection is filled in by those of the team who do not keep away from it. Errors of all:
/// inspect.object_not_found, inspect.not_found, not_member, recused, bad_state, not_begun (before the first day of the window),
/// object_closed (its conclusion was served).

/// A line of the team's own, besides the tasks. Error: inspect.title_missing.
base::Result<View> add_line(Environment& env, const identity::Actor& actor, ObjectId object, const std::string& title);
/// Only a line of the team's own on which nothing was found yet. Errors: inspect.line_not_found, line_in_use.
base::Result<View> drop_line(Environment& env, const identity::Actor& actor, LineId line);
/// Draws measures, targets, figures and lights of the tasks again; findings stay.
base::Result<View> redraw(Environment& env, const identity::Actor& actor, ObjectId object);
/// A problem needs its text. Errors: inspect.line_not_found, version_mismatch, said_missing.
base::Result<View> find(Environment& env, const identity::Actor& actor, LineId line, std::int64_t version, Finding finding,
                        const std::string& said);

/// A file with a finding, or of the responsible unit with what it reports on a rectification. Errors: those of blob::check_type,
/// inspect.file_twice, inspect.rectification_state, not_rectifier.
base::Result<FileRow> add_file(Environment& env, const identity::Actor& actor, std::optional<LineId> line,
                               std::optional<RectificationId> rectification, std::string file_name, const std::string& uploaded_file);
/// By who may add one there. Error: inspect.file_not_found.
base::Status drop_file(Environment& env, const identity::Actor& actor, FileId file);
struct StoredEvidence {
    FileRow row;
    std::string path;
};
/// For whoever sees what it belongs to. Error: inspect.file_not_found.
base::Result<StoredEvidence> file_of(Environment& env, const identity::Actor& actor, FileId file);

}  // namespace luoshi::inspect
