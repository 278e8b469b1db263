#include "report/form_field_api.hpp"

#include <algorithm>

#include "http/router.hpp"
#include "identity/gate.hpp"
#include "json/json.hpp"
#include "plan/shapes_api.hpp"

namespace luoshi::report {
namespace {

using base::Result;
using http::Request;
using http::Response;
using json::Writer;

constexpr std::size_t kMostChoices = 50;
constexpr std::size_t kMostTasks = 500;

void write_asked_members(Writer& out, const FormField& field) {
    out.field("id", field.id).field("name", field.name).field("kind", code(field.kind)).field("unit", field.measure);
    out.field("decimals", field.decimals).key("choices").begin_array();
    for (const auto& choice : field.choices) {
        out.value(choice);
    }
    out.end_array().field("help", field.help).field("required", field.required);
}

void write_field(Writer& out, const FormField& field) {
    out.begin_object();
    write_asked_members(out, field);
    out.field("plan_id", field.plan).field("rarely_changes", field.rarely_changes).key("levels").begin_array();
    for (const auto& level : field.levels) {
        out.value(level);
    }
    out.end_array().field("group_id", field.group).key("task_ids").begin_array();
    for (const auto task : field.tasks) {
        out.value(task);
    }
    out.end_array().field("from", field.from.text());
    out.field("until", field.until ? std::optional{field.until->text()} : std::nullopt).field("version", field.version).end_object();
}

Response one_field(const FormField& field) {
    Writer out;
    write_field(out, field);
    return std::move(Response::json(out.take()).with_version(field.version));
}

calendar::Period month(json::Reader& in, std::string_view name, const std::string& text) {
    const auto period = calendar::Period::parse(text);
    if (!period) {
        in.fail(name, "form.bad_month", "月份须写成“年-月”，例如 2020-07");
    }
    return period.value_or(calendar::Period::containing(base::Date{}));
}

struct TypedField {
    FormField field;
    std::string excess_reason;  ///< signed, when the cap of a level is exceeded
};

Result<TypedField> read_field(const Request& request) {
    json::Reader in{request.body};
    const plan::PlanId plan{in.id("plan_id")};
    FormField field{.plan = plan, .from = month(in, "from", in.text("from"))};
    field.name = in.text("name", 60);
    const auto kind = in.choice("kind", {"number", "text", "choice", "date"});
    field.kind = kind.empty() ? FieldKind::Text : field_kind_from(kind);
    field.measure = in.opt_text("unit", 20).value_or("");
    field.decimals = static_cast<int>(in.opt_integer("decimals", 0, 4).value_or(0));
    field.choices = in.texts("choices", kMostChoices, 60);
    field.help = in.opt_text("help", 500).value_or("");
    field.required = in.flag("required", false);
    field.rarely_changes = in.flag("rarely_changes", false);
    field.levels = in.texts("levels", 10, 30);
    if (const auto group = in.opt_id("group_id")) {
        field.group = org::UnitGroupId{*group};
    }
    for (const auto task : in.ids("task_ids", kMostTasks)) {
        field.tasks.emplace_back(task);
    }
    if (const auto until = in.opt_text("until", 7)) {
        field.until = month(in, "until", *until);
    }
    const bool broken = std::ranges::any_of(
        field.choices, [](const std::string& choice) { return choice.empty() || choice.find('\n') != std::string::npos; });
    if (broken) {
        in.fail("choices", "form.choices_blank", "选项不能是空的，也不能换行");
    }
    if (std::ranges::any_of(
            field.levels, [](const std::string& level) { return level.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") < level.size(); })) {
        in.fail("levels", "form.bad_level", "没有这个层级");
    }
    auto reason = in.opt_text("excess_reason", 500).value_or("");
    LUOSHI_TRY(read, in.finish());
    return TypedField{std::move(field), std::move(reason)};
}

}  // namespace

void write_asked_field(Writer& out, const FormField& field) {
    out.begin_object();
    write_asked_members(out, field);
    out.end_object();
}

void add_form_field_routes(http::Router& router, FormFields& fields) {
    using http::Body;
    using http::Method;
    router.add({.method = Method::Get,
                .pattern = "/api/v1/form-fields",
                .permission = "report.read",
                .summary = "表样字段，含已停用的",
                .handler = [&fields](const Request& request) -> Result<Response> {
                    LUOSHI_TRY(plan, plan::query_id<plan::PlanId>(request, "plan"));
                    LUOSHI_TRY(found, fields.list(identity::actor_of(request), plan));
                    return Response::json(plan::page_json(found, write_field));
                },
                .response_schema = "FormFieldPage",
                .query = {{"plan", "方案编号；不写为全部方案"}}});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/form-fields",
                .permission = "report.settle",
                .summary = "给填报表增加一个字段",
                .handler = [&fields](const Request& request) -> Result<Response> {
                    LUOSHI_TRY(typed, read_field(request));
                    LUOSHI_TRY(added, fields.add(identity::actor_of(request), std::move(typed.field), typed.excess_reason));
                    auto response = one_field(added);
                    response.status = 201;
                    return response;
                },
                .body = Body::Memory,
                .request_schema = "NewFormField",
                .response_schema = "FormField"});
    router.add({.method = Method::Put,
                .pattern = "/api/v1/form-fields/{id}",
                .permission = "report.settle",
                .summary = "修改或停用一个字段；已填的内容保留",
                .handler = [&fields](const Request& request) -> Result<Response> {
                    LUOSHI_TRY(id, plan::path_id<FormFieldId>(request));
                    LUOSHI_TRY(typed, read_field(request));
                    LUOSHI_TRY(version, request.expected_version());
                    typed.field.id = id;
                    typed.field.version = version;
                    LUOSHI_TRY(changed, fields.change(identity::actor_of(request), std::move(typed.field), typed.excess_reason));
                    return one_field(changed);
                },
                .body = Body::Memory,
                .request_schema = "NewFormField",
                .response_schema = "FormField"});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/form-fields/order",
                .permission = "report.settle",
                .summary = "排定表样字段的顺序",
                .handler = [&fields](const Request& request) -> Result<Response> {
                    json::Reader in{request.body};
                    const plan::PlanId plan{in.id("plan_id")};
                    std::vector<FormFieldId> order;
                    for (const auto id : in.ids("field_ids")) {
                        order.emplace_back(id);
                    }
                    LUOSHI_TRY(read, in.finish());
                    LUOSHI_TRY(arranged, fields.arrange(identity::actor_of(request), plan, order));
                    return Response::json(plan::page_json(arranged, write_field));
                },
                .body = Body::Memory,
                .request_schema = "FormFieldOrder",
                .response_schema = "FormFieldPage"});
}

}  // namespace luoshi::report
