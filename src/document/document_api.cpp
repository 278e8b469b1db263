#include "document/document_api.hpp"

#include <fstream>
#include <iterator>

#include "document/extractor.hpp"
#include "http/file_transfer.hpp"
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "json/json.hpp"
#include "plan/import_service.hpp"
#include "plan/plan_store.hpp"
#include "plan/shapes_api.hpp"

namespace luoshi::document {

void add_import_route(http::Router& router, plan::Environment& env) {
    router.add({.method = http::Method::Put,
                .pattern = "/api/v1/plans/import",
                .permission = "plan.import",
                .summary = "上传方案文件，读成待确认的草稿",
                .handler = [&env](const http::Request& request) -> base::Result<http::Response> {
                    LUOSHI_TRY(name, http::upload_name(request));
                    std::ifstream in{request.body_file, std::ios::binary};
                    const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
                    LUOSHI_TRY(draft, extract(bytes, name));
                    LUOSHI_TRY(imported, plan::import_draft(env, identity::actor_of(request), draft, name));
                    const auto row = env.db.read([&](store::ReadTx& tx) { return plan::find_plan(tx, imported.plan); });
                    json::Writer out;
                    plan::write_plan(out, *row, plan::PlanShape::Full);
                    return http::Response::json(out.take(), 201);
                },
                .body = http::Body::File,
                .body_limit = kMaxDocumentBytes,
                .response_schema = "Plan"});
}

}  // namespace luoshi::document
