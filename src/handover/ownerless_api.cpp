#include "handover/ownerless_api.hpp"

#include "identity/gate.hpp"
#include "plan/shapes_api.hpp"
#include "sheet/table_answer_api.hpp"

namespace luoshi::handover {
namespace {

void write_row(json::Writer& out, const Ownerless& row) {
    out.begin_object().key("unit");
    plan::write_named(out, row.unit);
    out.field("parts", row.parts).field("orders", row.orders).key("posts").begin_array();
    for (const auto& post : row.posts) {
        out.value(post);
    }
    out.end_array().key("told");
    plan::write_named(out, row.told);
    out.end_object();
}

std::vector<sheet::Sheet> sheets(const std::vector<Ownerless>& rows, Date day) {
    sheet::Sheet out{.name = "责任无人承担",
                     .title = "责任无人承担的单位",
                     .note = "业务日期 " + base::date_text(day),
                     .head = {{"单位", "方案责任（项）", "督办事项（件）", "空缺岗位", "由谁安排"}}};
    for (const auto& row : rows) {
        std::string posts;
        for (const auto& post : row.posts) {
            posts += (posts.empty() ? "" : "、") + post;
        }
        out.rows.push_back({row.unit.name, sheet::cell(base::Decimal::from_integer(row.parts)),
                            sheet::cell(base::Decimal::from_integer(row.orders)), posts, row.told.name});
    }
    return {out};
}

}  // namespace

void add_ownerless_route(http::Router& router, store::Database& db, std::function<Date()> today) {
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/duties/without-owner",
                .permission = "duty.read",
                .summary = "责任无人承担的单位：方案责任、督办事项、空缺岗位，以及由谁安排",
                .handler = [&db, today = std::move(today)](const http::Request& request) -> base::Result<http::Response> {
                    const auto day = today();
                    const auto rows = db.read([&](store::ReadTx& tx) { return without_owner_for(tx, identity::actor_of(request), day); });
                    return sheet::table_answer(
                        request, [&] { return plan::page_json(rows, write_row); }, [&] { return sheets(rows, day); });
                },
                .response_schema = "OwnerlessPage",
                .query = {{"format", "json、csv、xlsx"}}});
}

}  // namespace luoshi::handover
