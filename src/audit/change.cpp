#include "audit/change.hpp"

#include "json/json.hpp"

namespace luoshi::audit {

std::string changes_json(const std::vector<Change>& changes) {
    json::Writer out;
    out.begin_array();
    for (const auto& change : changes) {
        out.begin_object().field("field", change.field).field("name", change.name).field("before", change.before).field("after", change.after);
        out.end_object();
    }
    out.end_array();
    return out.take();
}

}  // namespace luoshi::audit
